"""One part of a stream while one machine reads it by itself."""

from sladsl.logs.binding import StreamBinding
from sladsl.logs.complaints import Complaints, PlacedComplaints
from sladsl.logs.limits import DEFAULT_LIMITS
from sladsl.logs.plan import Plan, make_plan
from sladsl.logs.stored.kept import NotedColumns
from sladsl.logs.stored.reading import StoredReading
from sladsl.logs.stored.store import Store
from sladsl.logs.stored.workers import Part, PartTold, Task


def plan_of(task: Task) -> Plan:
    """How rows are read. Whoever gave the task has said what is wrong with it."""
    plan = make_plan(task.schema, task.binding, task.zone, Complaints(0))
    assert plan is not None
    return plan


def placed_complaints_of(task: Task, part: Part) -> PlacedComplaints:
    """Of a part whose rows wait for those of other parts."""
    complaints = PlacedComplaints(DEFAULT_LIMITS.shown, [""] * part.number, task.told_in)
    complaints.default = (part.number, 0)
    return complaints


class PartReading(StoredReading):
    def __init__(self, task: Task, plan: Plan, complaints: Complaints, store: Store) -> None:
        super().__init__(plan, task.binding or StreamBinding(), complaints, store)
        self.columns = self._noted = NotedColumns(plan, complaints)

    def told(self, part: Part) -> PartTold:
        """What was found beside the records."""
        columns = self._noted.noted.get(part.name)
        return PartTold(
            self.files[0].digest if self.files else None,
            None if columns is None else (tuple(columns[0]), *columns[1:]),
            bool(self.without_header),
            self.rows,
            self.skipped,
            self.gather.rejected,
            self.more[0] if self.more else None,
            self.complaints,
        )
