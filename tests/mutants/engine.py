"""Every small fault in the engine's own code, one at a time, as a changed syntax tree."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from backwatch import paths, yaml_files

ROOT = paths.RULES.parent
MODULES = ("conditions", "question", "questionnaire", "triage")
COMPARED = {
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.Lt: [ast.LtE, ast.GtE],
    ast.LtE: [ast.Lt, ast.Gt],
    ast.Gt: [ast.GtE, ast.LtE],
    ast.GtE: [ast.Gt, ast.Lt],
    ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is],
    ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
}
SWAPPED = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr}
CALLED = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True)
class EngineMutant:
    """One fault in one module: the node of this number, replaced by its choice of that number."""

    module: str
    line: int
    what: str
    number: int
    choice: int

    def __str__(self) -> str:
        return f"backwatch/{self.module}.py:{self.line}: {self.what}"

    @property
    def code(self) -> str:
        """The line of the source in which the fault stands."""
        return source(self.module).read_text(encoding="utf-8").splitlines()[self.line - 1].strip()

    @property
    def key(self) -> tuple[str, str, str]:
        """What names this mutant in equivalent.yaml, however the lines move."""
        return self.module, self.code, self.what

    def tree(self) -> ast.Module:
        """Return the module with the fault in it, ready to compile."""
        tree = parsed(self.module)
        old = list(_nodes(tree))[self.number]
        new = list(instead(old))[self.choice]
        return _replaced(tree, old, new)


class Unchanged(EngineMutant):
    """A module as it is: the tests must pass, or what they notice in others means nothing."""

    def tree(self) -> ast.Module:
        return parsed(self.module)


UNCHANGED = Unchanged(MODULES[0], 0, "nothing", 0, 0)


@cache
def equivalent() -> dict[tuple[str, str, str], str]:
    """Return the faults that cannot matter, by `key`, each with the reason. Written by hand."""
    found = yaml_files.read(Path(__file__).with_name("equivalent.yaml"))["equivalent"]
    return {(each["module"], each["code"], each["what"]): each["why"] for each in found}


def source(module: str) -> Path:
    """Return where a module of the engine stands."""
    return ROOT / "backwatch" / f"{module}.py"


def mutants(modules: tuple[str, ...] = MODULES) -> Iterator[EngineMutant]:
    """Yield every mutant, in the order of the files.

    Left alone: words (messages, ids, docstrings), annotations, decorators and imports.
    """
    for module in modules:
        for number, node in enumerate(_nodes(parsed(module))):
            for choice, new in enumerate(instead(node)):
                what = f"{_told(node)} -> {_told(new)}"
                yield EngineMutant(module, node.lineno, what, number, choice)


def parsed(module: str) -> ast.Module:
    """Return a module of the engine as it is."""
    return ast.parse(source(module).read_text(encoding="utf-8"))


def _nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes that decide something, in order."""
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "decorator_list"):
            continue
        for node in value if isinstance(value, list) else [value]:
            if isinstance(node, ast.AST) and not _only_names(tree, node):
                if hasattr(node, "lineno"):
                    yield node
                yield from _nodes(node)


def _only_names(parent: ast.AST, node: ast.AST) -> bool:
    """Imports, and names for types such as `Truth = bool | None`."""
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return True
    return (
        isinstance(parent, ast.Module)
        and isinstance(node, ast.Assign)
        and isinstance(node.value, ast.BinOp)
        and isinstance(node.value.op, ast.BitOr)
    )


def instead(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what could stand here by mistake."""
    match node:
        case ast.Compare(left, [*ops], parts):
            for number, op in enumerate(ops):
                for other in COMPARED[type(op)]:
                    yield ast.Compare(left, [*ops[:number], other(), *ops[number + 1 :]], parts)
        case ast.BoolOp(op, values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.UnaryOp(ast.Not(), operand):
            yield operand
        case ast.Constant(bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(int(value)):
            yield from (ast.Constant(value + step) for step in (-1, 1))
        case ast.BinOp(left, op, right) if type(op) in SWAPPED:
            yield ast.BinOp(left, SWAPPED[type(op)](), right)
        case ast.Call(ast.Name(name), args, keywords) if name in CALLED:
            yield ast.Call(ast.Name(CALLED[name], ast.Load()), args, keywords)
        case ast.Return(ast.Constant(bool() | None)) | ast.Return(None):
            pass  # a swapped constant is there already
        case ast.Return(ast.Tuple([first, second])):
            yield ast.Return(ast.Tuple([second, first], ast.Load()))
        case ast.Return(ast.expr()):
            yield ast.Return(ast.Constant(None))
        case ast.IfExp(test, body, orelse):
            yield ast.IfExp(test, orelse, body)


def _told(node: ast.AST) -> str:
    told = " ".join(ast.unparse(node).split())
    return told if len(told) < 90 else f"{told[:87]}..."


def _replaced(tree: ast.Module, old: ast.AST, new: ast.AST) -> ast.Module:
    class Replace(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            return ast.copy_location(new, old) if node is old else self.generic_visit(node)

    return ast.fix_missing_locations(Replace().visit(tree))
