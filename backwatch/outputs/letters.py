"""Make any text printable with the fonts we ship, without dropping a letter silently.

A PDF can only show letters its fonts have shapes for. Emoji and symbols become words; letters of
other scripts become "[Thai text, see the text copy]". Signs that hide or turn text round (control
characters, bidi overrides, zero-width signs) are removed: they would make the page lie.
"""

import re
import struct
import unicodedata
from collections.abc import Callable, Collection
from functools import cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).resolve().parent / "fonts"
BREAK = "\u200b"  # zero-width space: a line may end here
_JOINERS = "\u200c\u200d"  # join or part letters of some scripts, and parts of an emoji
_LONGEST_WORD = 24  # letters; longer words get a break, or they would run off the page
_MOST_ACCENTS = 3  # on one letter; more is a prank that paints over other lines
# Japanese mixes both: two marks for one word would only be noise.
_EAST = "Chinese or Japanese"
_SCRIPTS = {"HANGUL": "Korean"} | dict.fromkeys(
    ("CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"), _EAST
)


@cache
def printable() -> frozenset[int]:
    """Return the code points that every font we ship has a shape for."""
    fonts = [_code_points(path.read_bytes()) for path in sorted(FONTS.glob("*.ttf"))]
    return frozenset(set.intersection(*fonts))


def _code_points(font: bytes) -> set[int]:
    """Return the code points of a TrueType font's character map (OpenType `cmap`, format 4)."""
    (tables,) = struct.unpack_from(">H", font, 4)
    offsets = {font[at : at + 4]: at for at in range(12, 12 + 16 * tables, 16)}
    (cmap,) = struct.unpack_from(">I", font, offsets[b"cmap"] + 8)
    (first,) = struct.unpack_from(">I", font, cmap + 8)
    at = cmap + first
    kind, _, _, doubled = struct.unpack_from(">4H", font, at)
    if kind != 4:
        raise ValueError(f"a font's character map has format {kind}; only 4 is read")
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + doubled)
    # The last range is the end mark 0xFFFF.
    return {
        code
        for start, end in zip(starts[:-1], ends[:-1], strict=True)
        for code in range(start, end + 1)
    }


def safe(text: str, *, keep_lines: bool = False) -> str:
    """Return the text with nothing in it that hides, reorders or breaks the rest.

    All letters, signs and emoji stay. Unpaired surrogates (a broken paste) become U+FFFD. Line
    ends become spaces unless `keep_lines`; then at most one empty line in a row is kept.
    """
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = re.sub(r"\r\n?|[\u0085\u2028\u2029]", "\n", text)
    text = "".join(_seen(char) for char in unicodedata.normalize("NFC", text))
    text = re.sub(rf"([\u0300-\u036f]{{{_MOST_ACCENTS}}})[\u0300-\u036f]+", r"\1", text)
    if keep_lines:
        lines = [" ".join(line.split()) for line in text.split("\n")]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return " ".join(text.split())


def _seen(char: str) -> str:
    kind = unicodedata.category(char)
    if char == "\n" or char in _JOINERS:
        return char
    if char == "\t" or kind.startswith("Z"):
        return " "
    return "" if kind in ("Cc", "Cf") else char


def clean(text: str, *, keep_lines: bool = False) -> str:
    """Return `safe` text with emoji and symbols without a shape as their names in brackets.

    Letters of other scripts stay; see `mark_missing`.
    """
    return "".join(_printed(char) for char in safe(text, keep_lines=keep_lines))


def _printed(char: str) -> str:
    code, kind = ord(char), unicodedata.category(char)
    if char in _JOINERS or 0xFE00 <= code <= 0xFE0F or 0x1F3FB <= code <= 0x1F3FF:
        return ""  # they only vary or join the signs beside them
    if char == "\n" or code in printable():
        return char
    if kind.startswith("S"):
        return f"[{unicodedata.name(char, 'unknown sign').lower()}]"
    if kind.startswith("C"):
        return "[unknown sign]"
    # Letters in fancy dress, such as the bold letters of mathematics, are plain letters inside.
    plain = unicodedata.normalize("NFKC", char)
    return plain if all(ord(part) in printable() for part in plain) else char


def has_missing(text: str) -> bool:
    """Return whether `clean`ed text holds a letter that our fonts have no shape for."""
    return any(ord(char) not in printable() for char in text if char not in "\n" + BREAK)


def mark_missing(text: str, scripts: Collection[str] | None = None) -> str:
    """Return `clean`ed text with each run of letters without a shape as one marker in words.

    scripts: only letters of these scripts, such as "Thai"; None is all.
    """
    if not has_missing(text):
        return text

    def kept(char: str) -> bool:
        if char in "\n" + BREAK or ord(char) in printable():
            return True
        return scripts is not None and script(char) not in scripts

    # \x00 and \x01 are free here: clean() removes control characters.
    marked = "".join(char if kept(char) else f"\x00{script(char)}\x01" for char in text)
    between = f"[ \n{BREAK}]*"
    marked = re.sub(f"\x00([^\x01]+)\x01(?:{between}\x00\\1\x01)+", "\x00\\1\x01", marked)
    return re.sub("\x00([^\x01]+)\x01", r"[\1 text, see the text copy]", marked)


def missing_scripts(text: str) -> list[str]:
    """Return the scripts of `clean`ed text that our fonts have no shapes for, each once."""
    odd = (char for char in text if char not in "\n" + BREAK and ord(char) not in printable())
    return list(dict.fromkeys(script(char) for char in odd))


def each_text(value: Any, change: Callable[[str], str]) -> Any:
    """Return plain data with `change` applied to every text in it (not to the keys)."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: each_text(item, change) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [each_text(item, change) for item in value]
    return value


def script(char: str) -> str:
    """Return the script of a letter in a word, such as "Thai"; what it says where it has none."""
    first = unicodedata.name(char, "OTHER").split()[0]
    return _SCRIPTS.get(first, first.title())


def breakable(text: str) -> str:
    """Return the text with places to end a line in words too long for any line."""
    return re.sub(rf"([^\s{BREAK}]{{{_LONGEST_WORD}}})(?=[^\s{BREAK}])", rf"\1{BREAK}", text)
