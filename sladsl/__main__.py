"""`python -m sladsl`"""

from sladsl.cli import main

main(prog_name="sladsl")
