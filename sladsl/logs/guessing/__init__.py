"""A binding proposed for a file: which column is what, each guess with its reason, and doubtful ones marked.

    looking      the file as a table: its format, where its records are, a profile of each column
    times        in which form times are written
    words        how like two names are
    labels       logged values and the declared ones they stand for
    layout       what a row is: which column is the key, the time, the order
    columns      which column a name of the stream is bound to
    inventing    the stream itself, where no contract says it
    writing      the proposal as TOML
    proposing    all of it, tried on the file

Scores are whole numbers, and of equals the first wins: the same file gives the same proposal.
"""
