"""The abstract syntax of a contract: frozen values, one class per thing that can be written."""

from sladsl.syntax.ast.by_name import *  # noqa: F403
from sladsl.syntax.ast.clause import *  # noqa: F403
from sladsl.syntax.ast.clauses import *  # noqa: F403
from sladsl.syntax.ast.expressions import *  # noqa: F403
from sladsl.syntax.ast.files import *  # noqa: F403
from sladsl.syntax.ast.levels import *  # noqa: F403
from sladsl.syntax.ast.literals import *  # noqa: F403
from sladsl.syntax.ast.objectives import *  # noqa: F403
from sladsl.syntax.ast.papers import *  # noqa: F403
from sladsl.syntax.ast.scenarios import *  # noqa: F403
from sladsl.syntax.ast.streams import *  # noqa: F403
