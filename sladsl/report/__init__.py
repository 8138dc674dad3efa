"""Results and contracts as people and programs read them: text, JSON with schemas, explanations, views of the graph.

Nothing here decides anything: every number was settled below, and is only written down.
"""
