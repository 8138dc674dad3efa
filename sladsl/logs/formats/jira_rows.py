"""Rows of Jira issues exported with their change log: one when the issue was created, then one a changed field.

Columns: those of the issue (`key`, `fields.priority.name`, …) in each row, and `at`, `field`, `from`, `to`, `author`.
The first row has the field `created`, and in `to` the status the issue began with.
"""

from collections.abc import Iterator, Mapping

from sladsl.diagnostics.catalogue import logs as codes
from sladsl.logs.files import LogText
from sladsl.logs.formats.documents import NOTHING, NotThatFormat, broken, items, json_document, member, word
from sladsl.logs.formats.json_values import flat
from sladsl.logs.rows import BadRow, Cell, Layout, OnHeader, Row
from sladsl.logs.shown import escaped, quoted


def read_jira(text: LogText, _layout: Layout, _on_header: OnHeader) -> Iterator[tuple[int, Row | BadRow]]:
    """The number of the issue, and a row."""
    document = json_document(text)
    if document is NOTHING:
        return
    number = 0
    try:
        issues = document if isinstance(document, list) else items(document, "issues", "the document")
        for number, issue in enumerate(issues, 1):
            yield from ((number, row) for row in _history(text, issue, number))
    except (NotThatFormat, RecursionError) as trouble:
        where = f"{escaped(text.name)}:{number}" if number else None
        broken(text, f"these are no Jira issues with their change log: {trouble}", place=where)


def _history(text: LogText, issue: object, number: int) -> Iterator[Row]:
    key = word(issue, "key", "an issue")
    what = f"issue {quoted(key)}"
    log = member(issue, "changelog", what)
    histories = items(log, "histories", f"the change log of {what}")
    total = member(log, "total", what) if isinstance(log, Mapping) and "total" in log else None
    if isinstance(total, int) and total > len(histories):
        message = f"the change log of {what} has {total} entries, and the export only {len(histories)} of them"
        text.complaints.add(codes.ONE_PAGE, message, f"{escaped(text.name)}:{number}")
    assert isinstance(issue, dict)
    try:
        issue_columns = flat({name: each for name, each in issue.items() if name != "changelog"})
    except ValueError as trouble:
        raise NotThatFormat(str(trouble)) from None
    changes = [
        (word(history, "created", f"a change of {what}"), _author(history), change)
        for history in sorted(histories, key=lambda each: word(each, "created", f"a change of {what}"))
        for change in items(history, "items", f"a change of {what}")
    ]
    fields = member(issue, "fields", what)
    first = next((_text(change, "fromString") for _, _, change in changes if _text(change, "field") == "status"), None)
    if first is None:
        first = issue_columns.get("fields.status.name")
    created: Cell = word(fields, "created", f"`fields` of {what}")
    yield {**issue_columns, "at": created, "field": "created", "from": None, "to": first}
    for at, author, change in changes:
        field = word(change, "field", f"a change of {what}")
        old, new = _text(change, "fromString"), _text(change, "toString")
        yield {**issue_columns, "at": at, "field": field, "from": old, "to": new, "author": author}


def _text(change: object, name: str) -> Cell:
    found = change.get(name) if isinstance(change, Mapping) else None
    return found if isinstance(found, str) else None


def _author(history: object) -> Cell:
    author = history.get("author") if isinstance(history, Mapping) else None
    return _text(author, "displayName")
