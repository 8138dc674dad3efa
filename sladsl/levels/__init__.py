"""From what is written to what is agreed: definitions put in place of their calls, templates filled in, levels and
amendments applied. What comes out are agreements of plain clauses, one for each version of a text.
"""
