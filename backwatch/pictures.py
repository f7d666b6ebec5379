"""The pictures of Learn: drawings of content/pictures, checked and made into safe markup.

A drawing is SVG of a small, closed kind: seven elements and a few attributes, colours only as the
style sheet's own tokens. So dark mode, forced colours and print change the picture as they change
the page, and nothing in a drawing can run, load or point anywhere.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated
from xml.parsers import expat

from pydantic import BaseModel, ConfigDict, Field

from backwatch import paths, yaml_files
from backwatch.yaml_files import DataFileError

NAMESPACE = "http://www.w3.org/2000/svg"

_NUMBER = r"-?\d{1,4}(\.\d{1,2})?"
_COLOUR = r"none|var\(--bw-[a-z]+(-[a-z]+)*\)"
_SHAPE = ("fill", "fill-opacity", "stroke", "stroke-width")
_LINE = ("stroke-linecap", "stroke-linejoin", "stroke-dasharray")
_WORDS = ("font-size", "font-weight", "text-anchor")
ELEMENTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "svg": ("viewBox",),
        "g": (*_SHAPE, *_LINE, *_WORDS),
        "path": ("d", *_SHAPE, *_LINE),
        "circle": ("cx", "cy", "r", *_SHAPE),
        "rect": ("x", "y", "width", "height", "rx", *_SHAPE),
        "text": ("x", "y", "fill", *_WORDS),
    }
)
_VALUES: Mapping[str, str] = MappingProxyType(
    {
        "viewBox": r"0 -?\d{1,3} [1-9]\d{0,3} [1-9]\d{0,3}",
        "d": r"[MLHVCSQTAZmlhvcsqtaz0-9 .-]+",
        "fill": _COLOUR,
        "stroke": _COLOUR,
        "stroke-linecap": "round",
        "stroke-linejoin": "round",
        "stroke-dasharray": rf"{_NUMBER} {_NUMBER}",
        "text-anchor": "start|middle|end",
    }
)


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z0-9-]+$")
    title: str = Field(min_length=1)
    alt: str = Field(min_length=1)
    drawings: tuple[Annotated[str, Field(pattern=r"^[a-z0-9-]+$")], ...] = Field(min_length=1)
    claims: tuple[str, ...] = Field(min_length=1)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    pictures: tuple[_Entry, ...]


@dataclass(frozen=True)
class Picture:
    """A picture. `alt` says the same in words; `claims` are the ids of the claims it rests on.

    `markup` is one element for ui.components.drawing.drawing, which says `alt` for it: Streamlit's
    own HTML element throws SVG away. It is styled by .bw-picture.
    """

    name: str
    title: str
    alt: str
    claims: tuple[str, ...]
    markup: str


@cache
def pictures() -> Mapping[str, Picture]:
    """Return all pictures by name, in the order of content/pictures.yaml.

    Raises DataFileError when that file or a drawing is wrong.
    """
    file = paths.CONTENT / "pictures.yaml"
    found: dict[str, Picture] = {}
    for one in yaml_files.read_as(_File, file).pictures:
        if one.name in found:
            raise DataFileError(f"{file.name}: picture {one.name} is there twice")
        drawn = "".join(
            read_drawing(paths.CONTENT / "pictures" / f"{drawing}.svg") for drawing in one.drawings
        )
        markup = f'<div class="bw-picture">{drawn}</div>'
        found[one.name] = Picture(one.name, one.title, one.alt, one.claims, markup)
    return MappingProxyType(found)


def picture(name: str) -> Picture:
    """Return the picture called `name`. Raises DataFileError when there is none by that name."""
    found = pictures().get(name)
    if found is None:
        raise DataFileError(f"pictures.yaml: there is no picture called {name!r}")
    return found


def read_drawing(path: Path) -> str:
    """Return the drawing in the SVG file at `path`, written anew as markup to stand in HTML.

    Raises DataFileError for anything outside ELEMENTS: another element or attribute, a colour that
    is no token, a doctype, a comment, text outside <text>. The message names the file and line.
    """
    return _Drawing(path).markup


class _Drawing:
    """Reads one SVG file and writes down only what it knows."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        self._open: list[str] = []
        self._said = False  # whether the open <text> has words
        self._out: list[str] = []
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        for handler in (
            "StartDoctypeDeclHandler",
            "ProcessingInstructionHandler",
            "CommentHandler",
            "StartCdataSectionHandler",
        ):
            setattr(self._parser, handler, self._never)
        try:
            self._parser.Parse(path.read_bytes(), True)
        except OSError as error:
            raise DataFileError(f"{path.name}: cannot be read ({error.strerror})") from None
        except expat.ExpatError as error:
            problem = expat.ErrorString(error.code)
            raise DataFileError(f"{path.name}, line {error.lineno}: {problem}") from None
        self.markup = "".join(self._out)

    def _wrong(self, problem: str) -> DataFileError:
        line = self._parser.CurrentLineNumber
        return DataFileError(f"{self._name}, line {line}: {problem}")

    def _never(self, *_: object) -> None:
        raise self._wrong("a drawing holds elements and words only")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag not in ELEMENTS:
            raise self._wrong(f"<{tag}> is not allowed in a drawing")
        if (tag == "svg") != (not self._open) or self._open[-1:] == ["text"]:
            raise self._wrong(f"<{tag}> cannot stand here")
        if tag == "svg" and (
            attributes.pop("xmlns", None) != NAMESPACE or "viewBox" not in attributes
        ):
            raise self._wrong("a drawing needs the xmlns of SVG and a viewBox")
        for key, value in attributes.items():
            if key not in ELEMENTS[tag]:
                raise self._wrong(f"{key} is not allowed on <{tag}>")
            if re.fullmatch(_VALUES.get(key, _NUMBER), value) is None:
                raise self._wrong(f"{key} cannot be {value!r}")
        written = "".join(f' {key}="{html.escape(value)}"' for key, value in attributes.items())
        self._out.append(f"<{tag}{written}>")
        self._open.append(tag)
        self._said = False

    def _end(self, tag: str) -> None:
        if tag == "text" and not self._said:
            raise self._wrong("<text> has no words")
        self._open.pop()
        self._out.append(f"</{tag}>")

    def _text(self, text: str) -> None:
        if self._open[-1] == "text":
            self._said = self._said or bool(text.strip())
            self._out.append(html.escape(text))
        elif text.strip():
            raise self._wrong("words stand in <text> only")
