"""The SQL of Spark, as far as it differs. It runs in ANSI mode: what exceeds a number is an error."""

from typing import Final

from sladsl.engines.columnar.dialect import Dialect

SPARK: Final = Dialect(
    "spark",
    wide="DECIMAL(38, 0)",
    text="STRING",
    floor_divide="(({0} - (({0} % {1}) + {1}) % {1}) div {1})",
    # A sum of BIGINT is a BIGINT here, and an error early.
    sum="sum(CAST({0} AS DECIMAL(20, 0)))",
    first="get({0}, 0)",
    unnest="explode({0})",
    nth="element_at({0}, {1})",
    size="size({0})",
    split="split({0}, {1})",
    range="sequence({0}, {1})",
    once="",
    # `${…}` would be replaced by a setting of that name before the statement is read.
    escaped=(("\\", "\\\\"), ("'", "\\'"), ("$", "\\u0024")),
)
