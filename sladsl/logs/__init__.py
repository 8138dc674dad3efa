"""Event logs: files in any format become typed streams, with nothing lost in silence."""

from sladsl.logs.assembling import assemble
from sladsl.logs.binding import AttributeBinding, Bindings, MomentBinding, Rows, StateBinding, StreamBinding
from sladsl.logs.from_toml import parse_bindings
from sladsl.logs.limits import Limits
from sladsl.logs.reading import read_stream
from sladsl.logs.records import (
    CaseRecord,
    EventLog,
    EventRecord,
    LogFile,
    Place,
    Record,
    SampleRecord,
    SpanRecord,
    StreamLog,
    Value,
)
from sladsl.logs.schema import Attribute, AttributeType, Kind, Shape, StreamSchema

__all__ = [
    "Attribute",
    "AttributeBinding",
    "AttributeType",
    "Bindings",
    "CaseRecord",
    "EventLog",
    "EventRecord",
    "Kind",
    "Limits",
    "LogFile",
    "MomentBinding",
    "Place",
    "Record",
    "Rows",
    "SampleRecord",
    "Shape",
    "SpanRecord",
    "StateBinding",
    "StreamBinding",
    "StreamLog",
    "StreamSchema",
    "Value",
    "assemble",
    "parse_bindings",
    "read_stream",
]
