"""The columns of a file against those a stream needs: what is missing, what is left over."""

from collections.abc import Iterable, Sequence
from dataclasses import field

from sladsl.diagnostics.catalogue import logs as codes
from sladsl.frozen import Changing, changing
from sladsl.logs.complaints import Complaints
from sladsl.logs.plan import Plan
from sladsl.logs.rows import Row
from sladsl.logs.shown import did_you_mean, escaped, quoted

_MOST_NAMED = 40
# A document says much of which no clause speaks.
_MOST_OF_A_DOCUMENT = 8


@changing
class ColumnCheck(Changing):
    """Remembers the columns of a stream's files, so that each is mentioned once."""

    plan: Plan
    complaints: Complaints
    _seen: set[str] = field(default_factory=set)
    _left_over: dict[str, str] = field(default_factory=dict)

    def header(self, columns: Sequence[str], name: str, delimiter: str) -> bool:
        """Check the header of a file; False when its rows cannot be read."""
        self.note(columns, name)
        return not self._missing(columns, name, delimiter)

    def row(self, row: Row, name: str) -> None:
        """Take note of the columns of a row that has names of its own (JSON)."""
        if not self._seen.issuperset(row):
            self.note(row, name)

    def finish(self, name: str, without_header: bool) -> None:
        """Say what was left over; for files without headers also what never came."""
        if without_header and self._seen:
            self._missing(self._seen | self.plan.may_be_absent, name, "")
            for column in sorted(self.plan.may_be_absent - self._seen):
                near = did_you_mean(column, sorted(self._seen - self.plan.known))
                message = f"no line has {quoted(column)}: it is read as never having happened"
                self.complaints.add(codes.NEVER_SEEN, message, escaped(name), near)
        others: dict[str, str] = {}
        for column, where in self._left_over.items():
            # One that looks like a misspelt column gets a note of its own; of the rest one note is enough.
            near = () if self.plan.explicit else did_you_mean(column, self.plan.known - self._seen)
            if near:
                self.complaints.add(codes.EXTRA_COLUMN, f"column {quoted(column)} is not used", where, near)
            else:
                others[column] = where
        if len(others) == 1 and not self.plan.explicit:
            ((column, where),) = others.items()
            self.complaints.add(codes.EXTRA_COLUMN, f"column {quoted(column)} is not used", where)
        elif others:
            names = [quoted(each) for each in others]
            most = _MOST_OF_A_DOCUMENT if without_header and self.plan.explicit else _MOST_NAMED
            more = f" and {len(names) - most} more" if len(names) > most else ""
            unused = "columns the binding does not use" if self.plan.explicit else "columns that are not used"
            message = f"{unused}: {', '.join(names[:most])}{more}"
            self.complaints.add(codes.EXTRA_COLUMN, message, next(iter(others.values())))

    def note(self, columns: Iterable[str], name: str) -> None:
        """Take note of the columns of a file."""
        for column in columns:
            if column not in self._seen:
                self._seen.add(column)
                if column not in self.plan.known:
                    self._left_over[column] = escaped(name)

    def _missing(self, columns: Iterable[str], name: str, delimiter: str) -> bool:
        present = set(columns)
        missing = sorted(self.plan.required - present)
        notes = []
        if len(present) == 1 and delimiter:
            only = next(iter(present))
            other = next((each for each in (";", "\t", "|", ",") if each != delimiter and each in only), None)
            if other is not None:
                shown = "tab" if other == "\t" else other
                notes.append(f'the header is one column with {quoted(shown)} in it: say delimiter = "{shown}"')
        for column in missing:
            near = did_you_mean(column, sorted(present - self.plan.known))
            message = f"there is no column {quoted(column)}, which stream {quoted(self.plan.schema.name)} needs"
            self.complaints.add(codes.MISSING_COLUMN, message, escaped(name), near, notes)
        return bool(missing)
