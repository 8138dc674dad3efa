"""What holds for every log: a claim about a contract is proved, or refuted by a log that anyone can run.

A contract looks at a log only through the numbers it measures. So the questions are asked of those numbers first: the
range of each is cut wherever the contract compares it with something, and of every piece one number is tried
(`spaces`, `scan`). What is suspicious there is looked for in logs (`ways`, `reaching`), made small (`shrinking`) and
evaluated by the reference engine before anybody hears of it (`witness`).
"""
