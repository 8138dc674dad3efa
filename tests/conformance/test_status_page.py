"""The uptime that a status page published for its endpoints, from the log of its probes, each held until the next.

The page counts an outage from its own note of it, made some seconds after the probe that saw it, and rounds each day
to minutes: that is the hundredths of a percent by which the two differ.
"""

import json
from decimal import Decimal
from pathlib import Path
from typing import Final

from conformance.shared import shared
from sladsl.api import EvaluationRequest, compile_files, evaluate_contract, find_configuration

LOG: Final = "data/upptime/ClouDesire_status.csv"
PUBLISHED: Final = "data/upptime/ClouDesire_status.summary.json"
WITHIN: Final = Decimal("0.02")

CONTRACT: Final = """
agreement status "Status page" {
  provider host "Host"
  customer team "Team"
  term     2024-04-01 until 2026-07-01
  zone     "UTC"
  stream probes of samples by site { status one of up, down }
  define down = holding probes where status = down
  metric uptime for each site = availability of down, unknown leaves the denominator
  kpi published for each site { uptime per term }
}
"""


def test_uptime_by_holding_probes(tmp_path: Path) -> None:
    log, summary = shared(LOG), json.loads(shared(PUBLISHED).read_text(encoding="utf-8"))
    contract = tmp_path / "status.sladsl"
    contract.write_text(CONTRACT, encoding="utf-8")
    (tmp_path / "sladsl.toml").write_text('[bind.probes]\nat = "recorded_at"\n', encoding="utf-8")
    (file,), _ = compile_files([contract])
    graph = file.agreements[0].graph
    assert graph is not None, file.diagnostics
    configuration, problems = find_configuration(tmp_path)
    assert not problems
    request = EvaluationRequest(logs={"probes": [log]}, as_of="2026-06-10T23:35:05Z")
    evaluation = evaluate_contract(graph, file.digest, configuration, request).evaluation
    assert evaluation is not None
    measured = {outcome.scope[0][1]: outcome.measured for outcome in evaluation.outcomes}
    assert len(measured) == len(summary) == 3
    for site in summary:
        value = measured[site["name"]]
        assert value is not None
        published, found = (
            Decimal(site["uptime"].rstrip("%")),
            Decimal(value.numerator) / Decimal(value.denominator) * 100,
        )
        assert abs(found - published) <= WITHIN, site["name"]
