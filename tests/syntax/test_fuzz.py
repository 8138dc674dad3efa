"""Whatever the text, reading it ends, says something of it that lies within it, and raises nothing."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sladsl.syntax import ast, decode, parse
from sladsl.text import Source
from strategies.text import mutations, soups
from syntax.test_places import GOLD, nodes

FEW = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(text: str) -> None:
    source = Source("contract.sladsl", text)
    file, diagnostics = parse(source)
    assert isinstance(file, ast.File)
    for each in diagnostics:
        places = [each.span, *(label.span for label in each.labels), *(fix.span for fix in each.fixes if fix.span)]
        for span in places:
            assert span is not None
            assert 0 <= span.start <= span.end <= len(text)
        assert "_UNKNOWN" not in each.message
        assert each.message
    broken = any(isinstance(clause, ast.Broken) for agreement in file.agreements for clause in agreement.clauses)
    assert diagnostics or not broken
    for node in nodes(file):
        assert 0 <= node.span.start <= node.span.end <= len(text)


@given(st.binary(max_size=200))
@FEW
def test_any_bytes(raw: bytes) -> None:
    source, diagnostics = decode("x", raw)
    assert (source is None) == bool(diagnostics)
    if source is not None:
        check(source.text)


@given(st.text(max_size=200))
@FEW
def test_any_text(text: str) -> None:
    check(text)


@given(soups())
@FEW
def test_any_words(text: str) -> None:
    check(text)


@given(mutations(GOLD))
@FEW
def test_a_contract_with_something_wrong(text: str) -> None:
    check(text)
