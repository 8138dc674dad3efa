"""Any contract that can be drawn: verify ends, and says of each claim what it rests on."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given

from property.effort import effort
from sladsl.workspace.verifying import Request, verify_file
from strategies.contracts import Contract, contracts

STEPS = 60
"""Few evaluations for each question: what is asked is whether there is an answer, not how good it is."""


@effort(4)
@given(contracts())
def test_verify_ends(contract: Contract) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "contract.sladsl"
        path.write_text(contract.text, encoding="utf-8", newline="")
        verified = verify_file(path, Request({}, steps=STEPS))
    assert verified.agreements
    for each in (result for agreement in verified.agreements for result in agreement.results):
        assert each.basis.method
        assert each.clauses or each.diagnostic is not None
        assert each.diagnostic is not None or each.verdict not in ("REFUTED", "FINDING"), each.claim
