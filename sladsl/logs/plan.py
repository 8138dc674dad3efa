"""A stream's interface and its binding, joined: which column gives what. What does not fit together is an error here,
before any row is read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sladsl.diagnostics import Code, Fix
from sladsl.diagnostics.catalogue import logs as codes
from sladsl.frozen import Changing, Frozen, changing, frozen
from sladsl.logs.binding import AttributeBinding, MomentBinding, Rows, StateBinding, StreamBinding
from sladsl.logs.complaints import Complaints
from sladsl.logs.durations import UNITS
from sladsl.logs.schema import AttributeType, Kind, Shape, StreamSchema
from sladsl.logs.shown import did_you_mean, quoted
from sladsl.logs.times import TimeReader
from sladsl.logs.values import ValueReader
from sladsl.temporal import YEARS, IntervalSet, NaiveTime, Zone, is_in_years, parse_instant, parse_period

_ROWS = {
    Shape.SPANS: (Rows.SPANS,),
    Shape.SAMPLES: (Rows.SAMPLES,),
    Shape.EVENTS: (Rows.EVENTS,),
    Shape.CASES: (Rows.CASES, Rows.UPDATES, Rows.EVENTS),
}


@frozen
class Plan(Frozen):
    """How the rows of one stream are read. `moments`, `states` and `attributes` are in the order of the schema.

    `required` are columns that must be there, in rows that name their own columns (JSON) without those that
    `may_be_absent` because nothing has happened yet; `known` are all that mean something; `explicit` says that a
    binding chose the columns, so that others are left out on purpose.
    """

    schema: StreamSchema
    rows: Rows
    times: TimeReader
    key: tuple[str, ...]
    seq: str | None
    at: str | None
    start: str
    end: str
    duration: AttributeBinding | None
    moments: tuple[MomentBinding, ...]
    states: tuple[StateBinding, ...]
    attributes: tuple[ValueReader, ...]
    where: tuple[tuple[str, frozenset[str]], ...]
    missing: frozenset[str]
    coverage: IntervalSet | None
    required: frozenset[str]
    may_be_absent: frozenset[str]
    known: frozenset[str]
    explicit: bool


def make_plan(
    schema: StreamSchema,
    binding: StreamBinding | None,
    zone: Zone | None,
    complaints: Complaints,
    coverage: IntervalSet | None = None,
) -> Plan | None:
    """The plan, or None after complaints about a binding that cannot be used. `coverage` goes before that of the
    binding."""
    plan = _Planner(schema, binding or StreamBinding(), binding is not None, complaints).plan(zone)
    return plan if plan is None or coverage is None else replace(plan, coverage=coverage)


@changing
class _Planner(Changing):
    schema: StreamSchema
    binding: StreamBinding
    explicit: bool
    complaints: Complaints
    failed: bool = False

    def plan(self, zone: Zone | None) -> Plan | None:
        binding, schema = self.binding, self.schema
        zone = self._zone() or zone
        rows = self._rows()
        self._names(binding.moments, schema.moments, "moments")
        self._names(binding.states, schema.states, "states")
        self._names(binding.attributes, [each.name for each in schema.attributes], "attributes")
        times = TimeReader(binding.time, zone, binding.truncate)
        moments, states = self._moments(rows), self._states(rows)
        attributes = self._attributes(times)
        at = self._at(rows, moments, states)
        self._shape_keys(rows)
        coverage = self._coverage(zone)
        if self.failed:
            return None
        plan = Plan(
            schema=schema,
            rows=rows,
            times=times,
            key=binding.key or ("case",),
            seq=binding.seq,
            at=at,
            start=binding.start or ("from" if schema.register else "start"),
            end=binding.end or ("until" if schema.register else "end"),
            duration=binding.duration,
            moments=moments,
            states=states,
            attributes=attributes,
            where=tuple((column, frozenset(values)) for column, values in binding.where),
            missing=frozenset(binding.missing),
            coverage=coverage,
            required=frozenset(),
            may_be_absent=frozenset(),
            known=frozenset(),
            explicit=self.explicit,
        )
        return _with_columns(plan, dict(binding.attributes), {binding.start, binding.end})

    def _zone(self) -> Zone | None:
        if self.binding.zone is None:
            return None
        try:
            return Zone.named(self.binding.zone)
        except ValueError as trouble:
            self._say(codes.BAD_SETTING, "zone", str(trouble))
            return None

    def _rows(self) -> Rows:
        allowed = _ROWS[self.schema.shape]
        rows = self.binding.rows or allowed[0]
        if rows not in allowed:
            message = f"a stream of {self.schema.shape.value} is read from rows = " + " or ".join(
                quoted(each.value) for each in allowed
            )
            self._say(codes.BAD_SETTING, "rows", message)
            return allowed[0]
        return rows

    def _names(self, bound: Sequence[tuple[str, object]], declared: Sequence[str], kind: str) -> None:
        for name, _ in bound:
            if name not in declared:
                has = f"has the {kind} {', '.join(declared)}" if declared else f"has no {kind}"
                message = f'{quoted(name)} is not in stream "{self.schema.name}", which {has}'
                self._say(codes.UNKNOWN_NAME, f"{kind}.{name}", message, did_you_mean(name, declared))

    def _moments(self, rows: Rows) -> tuple[MomentBinding, ...]:
        bound = dict(self.binding.moments)
        found: list[MomentBinding] = []
        for name in self.schema.moments:
            moment = bound.get(name, MomentBinding(name))
            if moment.becomes and rows is Rows.CASES:
                message = '`becomes` needs rows = "updates" or "events"; with one row a case the column holds the time'
                self._say(codes.INCOMPLETE_BINDING, f"moments.{name}", message)
            if moment.take == "all" and name not in self.schema.many:
                message = "this moment happens once a case; take the first or the last"
                self._say(codes.BAD_SETTING, f"moments.{name}.take", message)
            found.append(moment)
        return tuple(found)

    def _states(self, rows: Rows) -> tuple[StateBinding, ...]:
        bound = dict(self.binding.states)
        found: list[StateBinding] = []
        for name in self.schema.states:
            state = bound.get(name, StateBinding(name))
            if rows is Rows.CASES and (state.within or state.begins):
                message = 'a state from values needs rows = "updates" or "events"'
                self._say(codes.INCOMPLETE_BINDING, f"states.{name}", message)
            found.append(state)
        return tuple(found)

    def _attributes(self, times: TimeReader) -> tuple[ValueReader, ...]:
        bound = dict(self.binding.attributes)
        missing = frozenset(self.binding.missing)
        readers: list[ValueReader] = []
        for attribute in self.schema.attributes:
            each = bound.get(attribute.name, AttributeBinding(attribute.name))
            self._check_unit(attribute.name, attribute.type, each.unit)
            if attribute.history and each.take == "first":
                message = "all values of this attribute are kept, with their times: take out `take`"
                self._say(codes.BAD_SETTING, f"attributes.{attribute.name}.take", message)
            if attribute.type.kind is Kind.CHOICE:
                for _, value in each.map:
                    if value not in attribute.type.choices:
                        message = f"{quoted(value)} is not one of {', '.join(attribute.type.choices)}"
                        path = f"attributes.{attribute.name}.map"
                        self._say(codes.UNKNOWN_CHOICE, path, message, did_you_mean(value, attribute.type.choices))
            readers.append(ValueReader(attribute, each, missing, times))
        return tuple(readers)

    def _check_unit(self, name: str, wanted: AttributeType, unit: str | None) -> None:
        units: tuple[str, ...] = ()
        if wanted.kind is Kind.DURATION:
            units = tuple(UNITS)
        elif wanted.kind is Kind.PERCENT:
            units = ("percent", "ratio")
        elif wanted.unit is not None:
            units = (wanted.unit,)
        if unit is not None and unit not in units:
            can = f"it can be {', '.join(units)}" if units else "it has none"
            message = f"{quoted(unit)} is not a unit of {wanted.kind.value}; {can}"
            self._say(codes.BAD_SETTING, f"attributes.{name}.unit", message, did_you_mean(unit, units))

    def _at(self, rows: Rows, moments: Sequence[MomentBinding], states: Sequence[StateBinding]) -> str | None:
        """The column of a row's own time; for updates without one, that which its moments and states agree on."""
        if self.schema.shape is not Shape.CASES:
            return self.binding.at or "at"
        if rows is Rows.CASES:
            return None
        said = {each.at for each in moments if each.becomes}
        said |= {each.at for each in states if each.within or each.begins}
        said |= {None} if self.schema.with_history else set()
        named = sorted(each for each in said if each is not None)
        if self.binding.at is None and len(named) > 1:
            message = f"rows are ordered by one time, but {' and '.join(named)} are named; say `at` for the stream"
            self._say(codes.INCOMPLETE_BINDING, "at", message)
        at = self.binding.at or (named[0] if named else None)
        if at is None and None in said:
            self._say(codes.INCOMPLETE_BINDING, "at", "no column is said to hold the time of a row; say `at`")
        return at

    def _shape_keys(self, rows: Rows) -> None:
        """Keys that only some shapes have."""
        binding, shape = self.binding, self.schema.shape
        if shape is Shape.CASES and rows is not Rows.CASES and not binding.key:
            self._say(codes.INCOMPLETE_BINDING, "key", f'rows = "{rows.value}" needs `key`, the column of the case')
        if binding.end is not None and binding.duration is not None:
            self._say(codes.INCOMPLETE_BINDING, "duration", "the end of a span is said twice, by `end` and `duration`")
        if binding.duration is not None:
            self._check_unit_of_duration(binding.duration.unit)
        for keys, fits in (
            (("key", "seq"), shape is Shape.CASES),
            (("start", "end", "duration"), shape is Shape.SPANS),
            (("at",), shape is not Shape.SPANS),
        ):
            for key in keys:
                if getattr(binding, key) not in (None, ()) and not fits:
                    self._say(codes.BAD_SETTING, key, f"a stream of {shape.value} has no use for `{key}`")

    def _check_unit_of_duration(self, unit: str | None) -> None:
        if unit is not None and unit not in UNITS:
            message = f"{quoted(unit)} is not a unit of duration; it can be {', '.join(UNITS)}"
            self._say(codes.BAD_SETTING, "duration.unit", message, did_you_mean(unit, UNITS))

    def _coverage(self, zone: Zone | None) -> IntervalSet | None:
        if not self.binding.coverage:
            return None
        try:
            return IntervalSet.of(_period(each, zone) for each in self.binding.coverage)
        except NaiveTime:
            self._say(codes.NAIVE_TIME, "coverage", "dates need a `zone`")
        except (ValueError, OverflowError) as trouble:
            self._say(codes.BAD_SETTING, "coverage", str(trouble))
        return None

    def _say(self, code: Code, key: str, message: str, fixes: Sequence[Fix] = ()) -> None:
        self.failed = True
        self.complaints.add(code, f"{self.binding.path}.{key}: {message}", fixes=fixes, span=self.binding.span)


def _period(text: str, zone: Zone | None) -> tuple[int, int]:
    start, end = _ends(text, zone)
    if not is_in_years(start) or not is_in_years(end):
        raise ValueError(f"{quoted(text)} is not in {YEARS}")
    return start, end


def _ends(text: str, zone: Zone | None) -> tuple[int, int]:
    if zone is not None:
        return parse_period(text, zone)
    start, until, end = text.partition(" until ")
    if not until:
        raise NaiveTime(text)
    return parse_instant(start.strip()), parse_instant(end.strip())


def _with_columns(plan: Plan, bound: Mapping[str, AttributeBinding], dates: Collection[str | None]) -> Plan:
    """The plan with its columns gathered. An optional attribute needs its column only where the binding names one."""
    required: set[str | None] = {column for column, _ in plan.where}
    later = {each.column for each in plan.moments} | {each.column for each in plan.states} | {plan.end}
    optional: set[str] = set()
    for reader in plan.attributes:
        attribute = reader.attribute
        group = optional if attribute.optional and attribute.name not in bound else required
        group.add(reader.binding.column)
    if plan.schema.register:
        # A table without dates always holds.
        for column in (plan.start, plan.end):
            (required if column in dates else optional).add(column)
    elif plan.schema.shape is Shape.SPANS:
        required |= {plan.start, plan.duration.column if plan.duration else plan.end}
    elif plan.schema.shape is Shape.CASES:
        required |= {*plan.key, plan.seq, plan.at}
        required |= {column for each in plan.moments for column in (each.column, each.at)}
        required |= {column for each in plan.states for column in (each.column, each.at)}
    else:
        required.add(plan.at)
    needed = frozenset(each for each in required if each is not None)
    return replace(plan, required=needed, may_be_absent=needed & later, known=needed | optional)
