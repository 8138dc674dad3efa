"""Small wrong changes to a module of Python, one at a time: another comparison, another sign, a step left out.

Neither annotations nor texts for people are changed: nothing that the program does depends on them. Nor is what an
`assert` says, which always holds.
"""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.LShift: ast.RShift,
}
_OTHER_NAME = {"min": "max", "max": "min", "any": "all", "all": "any"}
_ANNOTATIONS = {"annotation", "returns", "type_comment", "type_params", "decorator_list"}
_NOT_SEEN = {"strict", "init", "repr"}
"""Options of which nobody sees how they are set: `strict` checks that two are equally long, and they are; `init` and
`repr` of a field say who may give it, and whether a debugger shows it."""

Change = tuple[str, Callable[[ast.AST], ast.AST]]
"""What is done to a node; what comes out takes its place."""


@dataclass(frozen=True)
class Mutant:
    """A change at one place of a module. `lines`: those it stands on. `in_function`: nothing of it is run on import.
    `tree`: the whole module with it, every line where it was."""

    path: str
    place: str
    change: str
    lines: tuple[int, int]
    in_function: bool
    tree: Callable[[], ast.Module]

    @property
    def name(self) -> str:
        """The same as long as the text at its place is the same, wherever in the file that is."""
        return f"{self.path}: {self.place}: {self.change}"


def mutants_of(path: str, source: str) -> Iterator[Mutant]:
    """All of them, in the order of the text; two that say the same of one definition are numbered."""
    tree = ast.parse(source)
    seen: dict[str, int] = {}
    for node, route, place, function in _walk(tree, (), "", False):
        for what, change in _changes(node):
            text = f"`{ast.unparse(node).splitlines()[0][:70]}` {what}"
            key = f"{place} {text}"
            seen[key] = seen.get(key, 0) + 1
            number = f" ({seen[key]})" if seen[key] > 1 else ""
            lines = node.lineno, node.end_lineno or node.lineno
            made = partial(_changed, tree, route, change)
            yield Mutant(path, place or "the module", text + number, lines, function, made)


Route = tuple[tuple[str, int | None], ...]


def _walk(node: ast.AST, route: Route, place: str, function: bool) -> Iterator[tuple[ast.AST, Route, str, bool]]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        place = f"{place}.{node.name}" if place else node.name
    if isinstance(node, ast.Assert) or (isinstance(node, ast.keyword) and node.arg in _NOT_SEEN):
        return
    if isinstance(node, ast.expr | ast.stmt):
        yield node, route, place, function
    for name, value in ast.iter_fields(node):
        if name in _ANNOTATIONS:
            continue
        inside = function or (isinstance(node, ast.FunctionDef) and name == "body")
        if isinstance(value, ast.AST):
            yield from _walk(value, (*route, (name, None)), place, inside)
        elif isinstance(value, list):
            for index, each in enumerate(value):
                if isinstance(each, ast.AST):
                    yield from _walk(each, (*route, (name, index)), place, inside)


def _changed(tree: ast.Module, route: Route, change: Callable[[ast.AST], ast.AST]) -> ast.Module:
    changed = copy.deepcopy(tree)
    parent: ast.AST = changed
    for name, index in route[:-1]:
        value = getattr(parent, name)
        parent = value if index is None else value[index]
    name, index = route[-1]
    value = getattr(parent, name)
    if index is None:
        setattr(parent, name, change(value))
    else:
        value[index] = change(value[index])
    return ast.fix_missing_locations(changed)


def _changes(node: ast.AST) -> Iterator[Change]:
    match node:
        case ast.Compare(ops=ops):
            for index, op in enumerate(ops):
                for other in _COMPARISONS.get(type(op), ()):
                    yield f"with {other.__name__}", _with_operator(index, other)
        case ast.BinOp(op=op) if type(op) in _ARITHMETIC:
            other = _ARITHMETIC[type(op)]
            yield f"with {other.__name__}", lambda each: _set(each, "op", other())
        case ast.BoolOp(op=op, values=values):
            other_bool = ast.Or if isinstance(op, ast.And) else ast.And
            yield f"with {other_bool.__name__}", lambda each: _set(each, "op", other_bool())
            for index in range(len(values)):
                yield f"without its part {index + 1}", _without_value(index)
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield "without its sign", lambda each: each.operand  # type: ignore[attr-defined]
        case ast.Constant(value=bool(value)):
            yield "turned round", lambda each: _set(each, "value", not value)
        case ast.Constant(value=int(value)):
            yield "one greater", lambda each: _set(each, "value", value + 1)
        case ast.If(test=test) | ast.While(test=test) if not _turns_by_itself(test):
            yield "turned round", lambda each: _set(each, "test", ast.UnaryOp(ast.Not(), each.test))  # type: ignore[attr-defined]
        case ast.IfExp():
            yield "the other way", _exchanged
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and not value.value):
            yield "gives nothing", lambda each: _set(each, "value", ast.Constant(None))
        case ast.Expr(value=ast.Call(func=ast.Name(id="assert_never"))):
            return
        case ast.Expr(value=ast.Call()) | ast.AugAssign():
            yield "left out", lambda _: ast.Pass()
        case ast.Continue():
            yield "as break", lambda _: ast.Break()
        case ast.Break():
            yield "as continue", lambda _: ast.Continue()
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            for index, generator in enumerate(node.generators):
                for number in range(len(generator.ifs)):
                    yield f"without its condition {index + number + 1}", _without_condition(index, number)
        case ast.Call(func=ast.Name(id=name)) if name in _OTHER_NAME:
            other_name = _OTHER_NAME[name]
            yield f"with {other_name}", lambda each: _set(each, "func", ast.Name(other_name, ast.Load()))


def _turns_by_itself(test: ast.expr) -> bool:
    """Whether the change of the condition itself is the same."""
    if isinstance(test, ast.Compare):
        return len(test.ops) == 1 and len(_COMPARISONS.get(type(test.ops[0]), ())) == 1
    return isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)


def _set(node: ast.AST, name: str, value: object) -> ast.AST:
    setattr(node, name, value)
    return node


def _with_operator(index: int, other: type[ast.cmpop]) -> Callable[[ast.AST], ast.AST]:
    def change(node: ast.AST) -> ast.AST:
        node.ops[index] = other()  # type: ignore[attr-defined]
        return node

    return change


def _without_value(index: int) -> Callable[[ast.AST], ast.AST]:
    def change(node: ast.AST) -> ast.AST:
        values: list[ast.expr] = node.values  # type: ignore[attr-defined]
        del values[index]
        return values[0] if len(values) == 1 else node

    return change


def _without_condition(index: int, number: int) -> Callable[[ast.AST], ast.AST]:
    def change(node: ast.AST) -> ast.AST:
        del node.generators[index].ifs[number]  # type: ignore[attr-defined]
        return node

    return change


def _exchanged(node: ast.AST) -> ast.AST:
    assert isinstance(node, ast.IfExp)
    node.body, node.orelse = node.orelse, node.body
    return node
