"""Blocks and rows to lines."""

from collections.abc import Iterator, Sequence

from sladsl.diagnostics.render.cells import cell_width
from sladsl.formatting.columns import MOST_PADDING, aligned
from sladsl.formatting.gaps import Gap
from sladsl.formatting.rows import Block, Row, Word, with_window_apart
from sladsl.formatting.wrapping import STEP, WIDTH, joined, wrapped

_CASES = frozenset(("when_rows", "otherwise_rows"))


def printed(page: Block) -> str:
    """The text of a file."""
    printer = _Printer()
    printer.file(page)
    printer.add_comments()
    ending = page.end.right
    return "".join(f"{line}\n" for line in [*printer.lines, *([ending] if ending else [])])


class _Printer:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self._behind: dict[int, str] = {}
        """Comments that go behind lines."""

    def file(self, page: Block) -> None:
        """Clauses of a file are set apart, but for a list of short ones of a kind."""
        before: tuple[Row, str | None] | None = None
        for row in page.rows:
            text = _on_one_line(row, 0, outermost=True)
            listed = before is not None and None not in (text, before[1]) and row.names == before[0].names
            self._gap(row.first.gap, 0, begins=before is None, apart=before is not None and not listed)
            self._row(row, 0, text)
            before = row, text
        self._gap(page.end, 0, begins=before is None, ends=True)

    def _rows(self, block: Block, indent: int, end: Gap) -> None:
        rows = [each for row in block.rows for each in _fitting(row, indent)]
        texts = {id(row): text for row in rows if (text := _on_one_line(row, indent)) is not None}
        if any(_is_case(row) and id(row) not in texts for row in rows):
            texts = {id(row): texts[id(row)] for row in rows if id(row) in texts and not _is_case(row)}
        for paragraph in _paragraphs(rows):
            texts |= aligned([row for row in paragraph if id(row) in texts], indent)
        for row in rows:
            self._gap(row.first.gap, indent, begins=row is rows[0])
            self._row(row, indent, texts.get(id(row)))
        self._gap(end, indent, begins=not rows, ends=True)

    def _row(self, row: Row, indent: int, text: str | None) -> None:
        if text is not None:
            self._line(indent, text)
            return
        words: list[Word] = []
        for index, part in enumerate(row.parts):
            if isinstance(part, Word):
                words.append(part)
                continue
            end = row.parts[index + 1]
            assert isinstance(end, Word)
            if part.rows or end.gap.comments:
                self._words(words, indent)
                self._rows(part, indent + STEP, end.gap)
                words = []
        self._words(words, indent)

    def _words(self, words: Sequence[Word], indent: int) -> None:
        for number, line in enumerate(wrapped(words, indent, indent + STEP)):
            if number:
                self._gap(line.words[0].gap, line.indent, inside=True)
            self._line(line.indent, joined(line.words))

    def _gap(
        self,
        gap: Gap,
        indent: int,
        *,
        begins: bool = False,
        ends: bool = False,
        inside: bool = False,
        apart: bool = False,
    ) -> None:
        """The comments and the empty line before a row or, where a block `ends`, before its brace."""
        blank = not (begins or inside)
        apart = apart and not gap.has_blank
        for comment in gap.comments:
            if comment.trailing:
                self._behind[len(self.lines) - 1] = comment.text
                continue
            if (comment.after_blank and blank) or apart:
                self.lines.append("")
            self._line(indent, comment.text)
            blank, apart = not inside, False
        if (gap.after_blank and blank and not ends) or apart:
            self.lines.append("")

    def add_comments(self) -> None:
        """Comments behind lines that follow one another begin in one column."""
        waiting = list(self._behind)
        while waiting:
            last = next(index for index, line in enumerate(waiting) if line + 1 not in self._behind)
            run, waiting = waiting[: last + 1], waiting[last + 1 :]
            widths = [cell_width(self.lines[line].rpartition("\n")[2]) for line in run]
            column = max(widths) if max(widths) - min(widths) <= MOST_PADDING else 0
            for line, width in zip(run, widths, strict=True):
                self.lines[line] += " " * max(2, column - width + 2) + self._behind[line]

    def _line(self, indent: int, text: str) -> None:
        self.lines.append(" " * indent + text)


def _paragraphs(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows without an empty line between them."""
    paragraph: list[Row] = []
    for row in rows:
        if paragraph and row.first.gap.has_blank:
            yield paragraph
            paragraph = []
        paragraph.append(row)
    if paragraph:
        yield paragraph


def _is_case(row: Row) -> bool:
    """Whether it is one of several tables, which look alike: where one has its rows below it, all have."""
    return not _CASES.isdisjoint(row.names)


def _fitting(row: Row, indent: int) -> list[Row]:
    """A long requirement has its window on the next line, where it is read as that of the whole."""
    return with_window_apart(row) if _on_one_line(row, indent) is None else [row]


def _on_one_line(row: Row, indent: int, *, outermost: bool = False) -> str | None:
    """The row where it fits on one line. A block does if it has one row, without a block of its own."""
    words = _flat(row, blocks=not outermost)
    if words is None:
        return None
    text = joined(words)
    return text if indent + cell_width(text) <= WIDTH and "\n" not in text else None


def _flat(row: Row, *, blocks: bool) -> list[Word] | None:
    words: list[Word] = []
    for part in row.parts:
        if isinstance(part, Word):
            # The gap before the first word is that of the row, unless it stands in a block that is to be on the line.
            if part.begins_line and words:
                return None
            words.append(part)
        elif part.rows:
            inside = _flat(part.rows[0], blocks=False) if blocks and len(part.rows) == 1 else None
            if inside is None or inside[0].gap.comments:
                return None
            words += inside
    return words
