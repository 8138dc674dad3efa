"""Scenarios run: their rows as logs, their expectations against what an evaluation comes to, and what they reach."""
