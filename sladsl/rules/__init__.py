"""The contract layer, evaluated in one place: from exact measurements to verdicts, credits and totals.

`evaluate` is the way in, `outcome` and `derivation` are what comes out. Every number is made together with the steps
that lead to it, so that explaining a result computes nothing.
"""
