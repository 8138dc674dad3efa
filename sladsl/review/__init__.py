"""What a change of a contract means: which clauses come out otherwise, who is worse off, where, and by how much.

Clauses of both versions are set side by side (`aligning`). Those whose rule graphs are the same mean the same
(`meaning`). For the rest every number that either version could tell apart is tried in both (`regions`), and logs are
driven over the borders of both (`searching`); whatever is said of a difference was evaluated by both versions.
"""
