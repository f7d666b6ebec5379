"""From the bytes of a file to its text: how big, what kind, which letters. Nothing is parsed."""

import codecs

from backwatch.importers.values import BadImport

MAX_BYTES = 10 * 1024 * 1024

_KINDS = (  # how a file begins, and what to do instead
    (b"PK\x03\x04", "a ZIP or Excel file; unpack it, or save it as CSV."),
    (b"PK\x05\x06", "an empty ZIP file; choose the file that the app exported."),
    (b"%PDF", "a PDF; export the data as CSV or JSON instead."),
    (b"\x89PNG", "a picture; export the data as CSV or JSON instead."),
    (b"\xff\xd8\xff", "a picture; export the data as CSV or JSON instead."),
    (b"GIF8", "a picture; export the data as CSV or JSON instead."),
    (b"\x1f\x8b", "a compressed file; unpack it first."),
    (b"BZh", "a compressed file; unpack it first."),
    (b"7z\xbc\xaf", "a compressed file; unpack it first."),
    (b"\xfd7zXZ", "a compressed file; unpack it first."),
    (b"Rar!", "a compressed file; unpack it first."),
    (b"SQLite format 3", "a database; export the data as CSV or JSON instead."),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file; save it as CSV."),
    (b"{\\rtf", "a text document; save it as plain CSV."),
)
_MARKS = (  # UTF-32 first: its mark begins like that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def check_size(size: int) -> None:
    """Raise BadImport for a file of more than 10 MB. Call it before reading the file."""
    if size > MAX_BYTES:
        raise BadImport("the file is bigger than 10 MB; export a shorter time.")


def open_text(data: bytes) -> str:
    """Return the text of a file in UTF-8 (with or without mark) or UTF-16 with its mark.

    Raises BadImport, which names what the file is, for everything else. No letter is ever guessed.
    """
    check_size(len(data))
    if not data.strip():
        raise BadImport("the file is empty; export it again.")
    for start, kind in _KINDS:
        if data.startswith(start):
            raise BadImport(f"this is {kind}")
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    if encoding == "utf-32":
        raise BadImport("the text is in UTF-32; save it as UTF-8.")
    if encoding == "utf-8" and data.count(0) > len(data) // 4:
        raise BadImport("the text looks like UTF-16 without its mark; save it as UTF-8.")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadImport(_not_this(data, encoding, error)) from None
    if text.startswith("\ufeff"):
        raise BadImport("the file begins with a hidden mark twice; save it as UTF-8 again.")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise BadImport(f"line {line} holds a hidden character; the file may be damaged.")
    return text


def _not_this(data: bytes, encoding: str, error: UnicodeDecodeError) -> str:
    if encoding == "utf-16":
        return "the UTF-16 text is cut off or damaged; export it again."
    line = data.count(b"\n", 0, error.start) + 1
    if error.end == len(data) and error.reason == "unexpected end of data":
        return "the last letter is cut off; export the file again."
    return f"line {line} is not UTF-8 (perhaps Windows-1252); save the file as UTF-8."
