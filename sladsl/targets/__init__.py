"""Targets from the past: what a log would have kept, and what each target would have cost.

A promise (`promises`) is a number held against a target. Its past (`history`) suggests targets (`candidates`); each is
put into the rule graph in place of the one in the contract (`retargeting`), and the whole agreement is evaluated again
(`trying`). Nothing is reckoned beside the rules.
"""
