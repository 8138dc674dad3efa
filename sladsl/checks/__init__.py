"""What any compiler owes its users: findings about contracts that compile and hardly mean what they say.

Everything here is decided from the text and its rule graph, without a log and without a solver.

    checking   all checks of a file, in order
    allowing   findings that the contract allows, with a reason
"""
