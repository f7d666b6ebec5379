"""Read the YAML files under rules/ and content/ strictly.

Plain PyYAML keeps the last of two equal keys without a word, reads `no` as False and `12:30:00` as
45000. Any of these can change a medical rule without an error. This reader refuses duplicate keys
and leaves everything but true, false, null, whole numbers, decimals and dates as text.
"""

import contextlib
import datetime as dt
import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError
from yaml.composer import Composer
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

T = TypeVar("T")


class DataFileError(ValueError):
    """A file of ours, or an answers file, is wrong. The message names the file, line and word."""


class _Strict(Composer):
    """Puts values together from what a parser reads, without references and tags."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[attr-defined]
        if getattr(event, "anchor", None) is not None:  # a few lines could unfold without end
            place = _place(event.start_mark)
            raise DataFileError(f"{place}: '&' and '*' references are not allowed")
        if getattr(event, "tag", None) is not None:  # would get past the short list of plain values
            raise DataFileError(f"{_place(event.start_mark)}: '!' tags are not allowed")
        return super().compose_node(parent, index)


class _Loader(_Strict, yaml.SafeLoader):
    """SafeLoader with our own short list of plain values. The C loader dies of deep nesting."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 (PyYAML reads it from the class)


def _date(loader: _Loader, node: yaml.ScalarNode) -> dt.date:
    try:
        return dt.date.fromisoformat(node.value)
    except ValueError:
        raise DataFileError(f"{_place(node.start_mark)}: {node.value!r} is not a date") from None


def _place(mark: yaml.Mark | None) -> str:
    if mark is None:
        return "YAML"
    return f"{Path(mark.name).name}, line {mark.line + 1}"


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        if key_node.tag == "tag:yaml.org,2002:merge" or key_node.value == "<<":
            raise DataFileError(f"{_place(key_node.start_mark)}: '<<' is not allowed")
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, Hashable):
            raise DataFileError(f"{_place(key_node.start_mark)}: a name must be a word or a number")
        if key in found:
            raise DataFileError(f"{_place(key_node.start_mark)}: {key!r} is there twice")
        found[key] = loader.construct_object(value_node, deep=True)
    return found


for _tag, _pattern, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("null", r"^(?:null|~|)$", "n~\0"),
    ("int", r"^-?(?:0|[1-9][0-9]{0,14})$", "-0123456789"),
    ("float", r"^-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,15}$", "-0123456789"),
    ("timestamp", r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "0123456789"),
):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), ["" if c == "\0" else c for c in _first]
    )
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _date)
_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def _read_fast(text: str) -> Any:
    """Return what `text` holds, its letters read in C, or raise anything at all.

    The C parser finds the marks and words, a tenth of the work of finding them in Python. The
    values are put together by the code of `_Loader`, so they are the same.
    """
    loader = _FastLoader(text)
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()


if yaml.__with_libyaml__:
    from yaml._yaml import CParser

    class _FastLoader(_Strict, CParser, SafeConstructor, Resolver):
        yaml_implicit_resolvers = _Loader.yaml_implicit_resolvers
        yaml_constructors = _Loader.yaml_constructors

        def __init__(self, text: str) -> None:
            CParser.__init__(self, text)
            Composer.__init__(self)
            SafeConstructor.__init__(self)
            Resolver.__init__(self)


def parse(text: str, name: str = "YAML") -> Any:
    """Return the value that `text` holds. `name` stands in error messages.

    Raises DataFileError for broken YAML, duplicate keys, anchors that nest without end and values
    nested too deep to read.
    """
    try:
        loader = _Loader(text)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise DataFileError(
            f"{Path(name).name}, line {line}: there is a hidden character, delete it"
        ) from None
    loader.name = name
    try:
        return loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        problem = error.problem or "is not YAML"
        mark = error.problem_mark or error.context_mark
        where = f"{Path(name).name}, line {mark.line + 1}" if mark else Path(name).name
        raise DataFileError(f"{where}: {problem}") from None
    except yaml.YAMLError as error:
        raise DataFileError(f"{Path(name).name}: {str(error).splitlines()[0]}") from None
    except RecursionError:
        raise DataFileError(f"{Path(name).name}: values are nested too deep") from None
    finally:
        loader.dispose()


def read(path: Path) -> Any:
    """Return what the YAML file at `path` holds. Raises DataFileError as `parse` does."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise DataFileError(f"{path.name}: the file is not UTF-8 text") from None
    except OSError as error:
        raise DataFileError(f"{path.name}: cannot be read ({error.strerror})") from None
    if yaml.__with_libyaml__ and "\t" not in text:  # C lets some tabs pass
        with contextlib.suppress(Exception):  # the slow reader says what is wrong, and where
            return _read_fast(text)
    return parse(text, str(path))


def _line(path: Path, parts: tuple[int | str, ...]) -> int:
    """Return the line in which the value at `parts` stands, or the nearest one around it."""
    node: yaml.Node | None = _Loader(path.read_text(encoding="utf-8")).get_single_node()
    line = 1
    for part in parts:
        if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            node = node.value[part]
            line = node.start_mark.line + 1
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == str(part):
                    node, line = value, key.start_mark.line + 1
                    break
    return line


def check(kind: type[T], value: Any, name: str, path: Path | None = None) -> T:
    """Return `value` as a `kind` (a pydantic model or any type that pydantic reads).

    Unknown keys and wrong types raise DataFileError, with the path to the value in words.
    """
    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        where = " > ".join(str(part) for part in first["loc"])
        at = f", line {_line(path, first['loc'])}" if path else ""
        raise DataFileError(f"{name}{at}: {where}: {first['msg']}") from None


def read_as(kind: type[T], path: Path) -> T:
    """Return the file at `path` as a `kind`; see `read` and `check`."""
    return check(kind, read(path), path.name, path)
