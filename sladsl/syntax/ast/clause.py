"""What a clause can be."""

from sladsl.syntax.ast.clauses import (
    Broken,
    Calendar,
    CurrencyClause,
    Define,
    Exclusion,
    Parameter,
    Party,
    Rounding,
    Service,
    Term,
    UnitClause,
    ZoneClause,
)
from sladsl.syntax.ast.objectives import Escalate, Exception_, Metric, Objective, Pool, Terminate, TotalLimit
from sladsl.syntax.ast.papers import Paper
from sladsl.syntax.ast.scenarios import Property, Scenario
from sladsl.syntax.ast.streams import Distinct, Pairing, Register, Schedule, Stream

Clause = (
    Party | Term | ZoneClause | CurrencyClause | Rounding | Parameter | Service | Calendar | Stream | Define
    | Exclusion | Metric | Objective | TotalLimit | UnitClause | Pool | Terminate | Escalate | Exception_
    | Scenario | Property | Register | Pairing | Distinct | Schedule | Paper | Broken
)  # fmt: skip
