"""The most that a contract can come to, whatever happens.

What a clause can owe in a window is known from the pieces of its numbers (`priced`), and how limits add up is a tree
of sums (`limits`). So the greatest amount is reckoned, not searched for; a log then shows that it is really reached.
"""
