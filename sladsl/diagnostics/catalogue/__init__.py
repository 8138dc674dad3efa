"""The codes by field, one file each. A code is never renumbered or reused."""
