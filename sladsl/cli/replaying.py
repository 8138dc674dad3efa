"""The logs that `sladsl diff --replay` names."""

from collections.abc import Sequence

from sladsl.cli.running import requested
from sladsl.workspace.evaluating import EvaluationRequest
from sladsl.workspace.replaying import Logs


def replayed(logs: Sequence[str], period: str | None) -> Logs:
    """Those of the options `--replay STREAM=FILE`."""
    return Logs(requested(logs, (), EvaluationRequest(period=period), option="--replay"))
