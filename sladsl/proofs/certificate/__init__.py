"""Certificates: whether an engine that makes something else of a contract's measures finds what they mean."""

from sladsl.proofs.certificate.certify import Certificate, certify

__all__ = ["Certificate", "certify"]
