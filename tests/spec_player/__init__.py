"""Plays recorded transcripts: the cases under `tests/spec/`, and the blocks of the documentation.

    surroundings   what a command may see: its folder, a fixed environment, the shared data
    command        one command line and what it gives
    case           `tests/spec/<topic>/<case>.sladsl`: a contract, files, commands with their output
    page           the fenced blocks of a Markdown page
    docs           plays the blocks of a page
    collect        a case as a test of pytest

The formats are described at the top of `case` and `docs`. Whatever runs `sladsl` is passed in as a `Runner`.
"""
