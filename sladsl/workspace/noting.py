"""An engine of which evidence can be asked, for those who explain: others load nothing of it."""

from sladsl.engines import Engine
from sladsl.engines.evidence import NotingEngine


def noting(engine: Engine) -> Engine:
    """The engine, with note of what it found and where."""
    return NotingEngine(engine)
