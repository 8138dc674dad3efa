"""Expressions about one bucket of samples → row nodes."""

from typing import Literal

from sladsl.diagnostics import Fix
from sladsl.diagnostics.catalogue import types
from sladsl.graph.lower import beside
from sladsl.graph.lower.context import Typed
from sladsl.graph.lower.rows import TIMES, RowLayer
from sladsl.graph.rows import BucketAttribute
from sladsl.logs.schema import Kind, StreamSchema
from sladsl.model.types import Sort, divisor, of_attribute
from sladsl.syntax import ast
from sladsl.text import Span


class BucketLayer(RowLayer):
    """Expressions on a bucket of samples: counts are summed, other attributes need to say which statistic."""

    def attribute(self, name: ast.Name) -> Typed | None:
        index = self.stream.attribute_index(name.text)
        if index is None:
            return None
        attribute = self.stream.attributes[index].type
        type_ = of_attribute(attribute)
        if type_.sort is not Sort.NUMBER:
            self.lowering.say(
                types.NOT_A_NUMBER, f"a bucket has no `{name.text}`: its samples may differ in it", name.span,
                Fix("use the numbers that the samples carry"),
            )  # fmt: skip
            return None
        how: Literal["sum", "mean"] = "sum" if attribute.kind is Kind.COUNT else "mean"
        if how == "mean" and self.stream.every is None:
            self.lowering.read(
                f"`{name.text}` of a bucket with several samples",
                "the mean of the samples",
                f"`stream {self.stream.name} of samples every …`, if there is one sample in each bucket",
                name.span,
            )
        return Typed(self.add(BucketAttribute(index, name.text, divisor(attribute), how), name.span), type_)

    def looked_up(self, source: StreamSchema, member: ast.Name, span: Span) -> Typed | None:
        if not source.register:
            return beside.of_bucket(self, BucketLayer(self.lowering, source, self.width), member, span)
        self.lowering.say(
            types.NOT_HERE, f"a bucket holds samples of many moments; `{source.name}` is looked up for one", span,
            Fix(f"compare what the buckets come to with `{source.name}.{member.text}` in a clause `for each …`"),
        )  # fmt: skip
        return None

    def known_names(self) -> tuple[str, ...]:
        return tuple(attribute.name for attribute in self.stream.attributes)

    def special(self, expression: ast.Expression) -> Typed | None:
        if isinstance(expression, ast.Name) and expression.text in TIMES[self.stream.shape]:
            self.lowering.say(
                types.NOT_HERE, "a bucket holds many samples, each with a time of its own", expression.span,
                Fix("choose buckets by the numbers of their samples; a time of day is a calendar: `… during office`"),
            )  # fmt: skip
            return None
        return super().special(expression)
