"""Contracts, configuration and logs as they lie on disk, and the stages in their order.

Nothing is imported here, so that a check loads neither engine nor log readers; `sladsl.api` gathers the names for
programs.
"""
