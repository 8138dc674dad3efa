"""A case as files, whole or with cells that somebody got wrong, read and evaluated by each engine on its own."""

import csv
import io
import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from all_engines.engines import Difference
from property.scenes import Scene
from sladsl.logs.complaints import Complaints
from sladsl.logs.libraries import duckdb
from sladsl.report.json import evaluation_json
from sladsl.temporal import format_instant
from sladsl.workspace.configuration import Configuration
from sladsl.workspace.evaluating import EvaluationRequest, evaluate_contract
from strategies.logs import write

SUFFIXES: Final = ("csv", "jsonl", "parquet")
ODD: Final = (
    *("", " ", "0", "-0", "-1", "1", "1.0", "1.50", "01", "+5", ".5", "5.", "1e2", "1E-3", "1_000", "1,5", "0x10"),
    *("NaN", "inf", "5%", "5.25 %", "12.50 USD", "12.50 EUR", "999999999999999999", "1000000000000000000"),
    *("0.000000000001", "0.0000000000001", "yes", "No", "TRUE", "false", "y", "NULL", "null", "none", "?", "a;b", ";"),
    *("a, b", 'a "quoted" b', "a\nb", "'", "\\N", "=", "e\u0301", "\u00e9", "\u00a01", "1\u00a0", "\u0661", "\ufeff1"),
    *("\u200e1", "\u3000", "x" * 300, "điện", "\U0001f600"),
    *("2026-03-04", "2026-03-04T24:00Z", "2026-02-30T00:00Z", "2026-03-04 05:06+07:00", "2026-03-29T02:30:00+02:00"),
    *("2026-03-04T05:06:07.1234567Z", "2026-03-04T05:06:07,5Z", "20260304T050607Z", "1772600767", "2026-03-04T05:06"),
    *("0001-01-01T00:00Z", "2999-12-31T23:59:59.999999Z", "3000-01-01T00:00Z", "1899-12-31T23:59Z", "2026-3-4T5:06Z"),
    *("PT4H", "P1DT2H", "PT0.000001S", "72h", "1h 30min", "90", "2d", "P1M", "-PT1H", "PT", "1.5h", "90s", "2 h"),
)  # fmt: skip


def differences_of_files(scene: Scene, names: Sequence[str], drawn: random.Random) -> list[Difference]:
    """What engines say otherwise of the same files: the result, byte by byte, and what is wrong with the files."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        files = _spoilt(scene, folder, drawn)
        expected = told(scene, folder, files, "reference")
        found = []
        for each in names:
            mine = told(scene, folder, files, each)
            if mine != expected:
                one, other = _first_lines(expected, mine)
                shown = {stream: [_shown(path) for path in paths] for stream, paths in files.items()}
                found.append(Difference(each, f"files {shown}", one, other))
        return found


def told(scene: Scene, folder: Path, files: Mapping[str, Sequence[Path]], engine: str) -> str:
    start, end = (format_instant(each) for each in scene.stage.period)
    as_of = scene.stage.as_of
    request = EvaluationRequest(
        logs=files,
        period=f"{start} until {end}",
        as_of=None if as_of is None else format_instant(as_of),
        zone=scene.graph.zone,
        keep_going=True,
        engine=engine,
    )
    evaluated = evaluate_contract(scene.graph, "digest", Configuration(folder), request)
    problems = [f"{each.code.id} {each.message} {each.place} {each.notes}" for each in evaluated.diagnostics]
    if evaluated.evaluation is None:
        return "\n".join(problems)
    result = evaluation_json(evaluated.evaluation, scene.graph, cases="all", log=evaluated.log)
    return "\n".join([*problems, result])


def _spoilt(scene: Scene, folder: Path, drawn: random.Random) -> dict[str, list[Path]]:
    """The log as files of some format, with up to a few odd cells, rows twice or in another order, other line ends."""
    suffix = drawn.choice(SUFFIXES if duckdb(Complaints(0), "") is not None else SUFFIXES[:2])
    files = write(scene.log, folder, "jsonl" if suffix == "jsonl" else "csv")
    for paths in files.values():
        (path,) = paths
        text = path.read_text(encoding="utf-8")
        text = _odd_objects(text, drawn) if suffix == "jsonl" else _odd_cells(text, drawn)
        if suffix == "parquet":
            paths[0] = path.with_suffix(".parquet")
            path.write_text(text, encoding="utf-8", newline="")
            _as_parquet(path, paths[0])
            continue
        if drawn.random() < 0.1:
            text = text.replace("\n", "\r\n")
        if drawn.random() < 0.1:
            text = "\ufeff" + text
        if drawn.random() < 0.1:
            text = text.rstrip("\r\n")
        if drawn.random() < 0.05:
            text += "\n\n"
        path.write_text(text, encoding="utf-8", newline="")
    return files


def _odd_cells(text: str, drawn: random.Random) -> str:
    header, *rows = csv.reader(io.StringIO(text))
    for _ in range(drawn.choice((0, 0, 1, 1, 2, 4)) if rows else 0):
        drawn.choice(rows)[drawn.randrange(len(header))] = drawn.choice(ODD)
    rows = _turned(rows, drawn)
    if drawn.random() < 0.1:
        order = drawn.sample(range(len(header)), len(header))
        header, rows = [header[each] for each in order], [[row[each] for each in order] for row in rows]
    if drawn.random() < 0.05 and rows:
        drawn.choice(rows).append("one more")
    out = io.StringIO()
    writer = csv.writer(out, quoting=drawn.choice((csv.QUOTE_ALL, csv.QUOTE_MINIMAL)), lineterminator="\n")
    writer.writerows([header, *rows])
    return out.getvalue()


def _odd_objects(text: str, drawn: random.Random) -> str:
    rows = [json.loads(line) for line in text.splitlines()]
    for _ in range(drawn.choice((0, 0, 1, 1, 2, 4)) if rows else 0):
        row = drawn.choice(rows)
        if row:
            value = drawn.choice((*ODD, None, 0, 1, -1, True, False, [], ["a", "b"], {}, {"a": 1}, 2**70))
            row[drawn.choice(list(row))] = value
            if drawn.random() < 0.2:
                del row[drawn.choice(list(row))]
    return "".join(json.dumps(row, ensure_ascii=drawn.random() < 0.5) + "\n" for row in _turned(rows, drawn))


def _turned(rows: list, drawn: random.Random) -> list:
    """Now and then in another order, or with a row twice."""
    if drawn.random() < 0.2:
        drawn.shuffle(rows)
    if drawn.random() < 0.1 and rows:
        rows = [*rows, drawn.choice(rows)]
    return rows


def _as_parquet(path: Path, to: Path) -> None:
    """As the library guesses the types; where it cannot, as text."""
    library = duckdb(Complaints(0), "")
    assert library is not None
    database = library.connect()
    for all_text in ("false", "true"):
        try:
            database.execute(
                f"COPY (FROM read_csv('{path}', header = true, all_varchar = {all_text})) TO '{to}' (FORMAT parquet)"
            )
            return
        except library.Error:
            continue
    raise AssertionError("a file of texts can be read")


def _first_lines(one: str, other: str) -> tuple[str, str]:
    """The lines about the first that differs."""
    lines, others = one.split("\n"), other.split("\n")
    pairs = enumerate(zip(lines, others, strict=False))
    at = next((index for index, (a, b) in pairs if a != b), min(len(lines), len(others)))
    return "\n".join(lines[max(0, at - 2) : at + 4]), "\n".join(others[max(0, at - 2) : at + 4])


def _shown(path: Path) -> str:
    if path.suffix == ".parquet":
        return f"{path.with_suffix('.csv').read_text(encoding='utf-8')!r} as Parquet"
    return repr(path.read_text(encoding="utf-8"))
