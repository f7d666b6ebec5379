"""Hostile files for the importers, each with a name and what must become of it.

Outcomes: "refused" is one sentence for the whole file; "blocked" shows a record that cannot be
read, by row and reason; "read" takes every record. `scores` are the pains that may count as 0 to
10. Big files are made when they are asked for, not kept.
"""

import gzip
import io
import random
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

SAMPLES = Path(__file__).parent / "import_samples"
MAP = {"date": "date", "pain_now": "pain", "note": "note"}
HEAD = "date,pain,note\n"
ROW = "2026-11-20,6,fine\n"
OWN = (
    "date,time,pain_now,wakings,places,danger_signs,medicines,note\n"
    "2026-11-20,07:40,6,2,upper:7;lower,g_walk:no,Ibuprofen:400 mg:3,'=x\n"
)


@dataclass(frozen=True)
class Hostile:
    """One file. scores: what may enter the chart, or None where the outcome says enough."""

    name: str
    make: Callable[[], bytes]
    outcome: str
    scores: tuple[int, ...] | None = None
    mapped: bool = True  # read with MAP, else told by what it holds


def case(name, data, outcome, scores=None, *, mapped=True):
    made = data if callable(data) else lambda: data.encode() if isinstance(data, str) else data
    return Hostile(name, made, outcome, scores, mapped)


def every() -> list[Hostile]:
    """Return the cases of tables; those of apps are in tests/hostile_apps.py."""
    return [
        *_encodings(),
        *_kinds(),
        *_headers(),
        *_shapes(),
        *_dates(),
        *_pains(),
        *_notes(),
        *_sizes(),
        *_twice(),
    ]


def _encodings() -> Iterator[Hostile]:
    text = HEAD + "2026-11-20,6,Rücken ü€😀\n"
    for name, data, outcome in (
        ("utf8", text.encode(), "read"),
        ("utf8_mark", b"\xef\xbb\xbf" + text.encode(), "read"),
        ("utf8_mark_twice", b"\xef\xbb\xbf" * 2 + text.encode(), "refused"),
        ("utf16_le_mark", b"\xff\xfe" + text.encode("utf-16-le"), "read"),
        ("utf16_be_mark", b"\xfe\xff" + text.encode("utf-16-be"), "read"),
        ("utf16_le_no_mark", text.encode("utf-16-le"), "refused"),
        ("utf16_be_no_mark", text.encode("utf-16-be"), "refused"),
        ("utf16_odd", b"\xff\xfe" + text.encode("utf-16-le") + b"x", "refused"),
        (
            "utf16_half_letter",
            b"\xff\xfe" + (HEAD + "\ud83d").encode("utf-16-le", "surrogatepass"),
            "refused",
        ),
        ("utf32_le", b"\xff\xfe\x00\x00" + text.encode("utf-32-le"), "refused"),
        ("utf32_be", b"\x00\x00\xfe\xff" + text.encode("utf-32-be"), "refused"),
        ("cp1252", text.replace("😀", "").encode("cp1252"), "refused"),
        ("latin1", (HEAD + "2026-11-20,6,Rücken\n").encode("latin-1"), "refused"),
        ("mac_roman", (HEAD + "2026-11-20,6,Rücken\n").encode("mac-roman"), "refused"),
        ("shift_jis", (HEAD + "2026-11-20,6,腰痛\n").encode("shift-jis"), "refused"),
        ("cut_letter", text.encode().rstrip(b"\n")[:-1], "refused"),
        ("surrogate_bytes", (HEAD + "2026-11-20,6,").encode() + b"\xed\xa0\x80\n", "refused"),
        ("overlong", (HEAD + "2026-11-20,6,").encode() + b"\xc0\xaf\n", "refused"),
        ("utf7", HEAD + "2026-11-20,6,R+APw-cken\n", "read"),
    ):
        yield case(f"encoding_{name}", data, outcome, (6,) if outcome == "read" else None)


def _kinds() -> Iterator[Hostile]:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../export.csv", HEAD + ROW)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.csv", "0" * 1_000_000)
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    for name, data in (
        ("empty", b""),
        ("blanks", b" \n\t\r\n "),
        ("mark_only", b"\xef\xbb\xbf"),
        ("png", b"\x89PNG\r\n\x1a\n" + bytes(50)),
        ("jpeg", b"\xff\xd8\xff\xe0" + bytes(50)),
        ("gif", b"GIF89a" + bytes(50)),
        ("pdf", b"%PDF-1.7\n%\xe2\xe3"),
        ("xlsx", packed.getvalue().replace(b"export.csv", b"sheet1.xml")),
        ("zip", packed.getvalue()),
        ("zip_bomb", bomb.getvalue()),
        ("zip_empty", empty.getvalue()),
        ("gzip", gzip.compress((HEAD + ROW).encode())),
        ("bzip2", b"BZh91AY&SY"),
        ("xz", b"\xfd7zXZ\x00"),
        ("rar", b"Rar!\x1a\x07"),
        ("sqlite", b"SQLite format 3\x00" + bytes(100)),
        ("old_excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("rtf", b"{\\rtf1 hello}"),
        ("html", b"<!DOCTYPE html><html><body><table></table></body></html>"),
        ("script", b"#!/bin/sh\nrm -rf /\n"),
        ("noise", random.Random(1).randbytes(500)),  # noqa: S311
        ("prose", b"My back hurts since May.\nIt is worse at night.\n"),
        ("elf", b"\x7fELF" + bytes(60)),
        ("yaml", b"a: &a [x]\nb: *a\n"),
    ):
        yield case(f"kind_{name}", data, "refused", mapped=False)


def _headers() -> Iterator[Hostile]:
    many = ",".join(f"c{n}" for n in range(100_000))
    for name, text, outcome, scores in (
        ("none", ROW, "refused", None),
        ("only", HEAD, "read", ()),
        ("no_date", "day,pain,note\n" + ROW, "refused", None),
        ("no_pain", "date,note\n2026-11-20,x\n", "refused", None),
        ("date_twice", "date,pain,note,date\n2026-11-20,6,x,2026-11-21\n", "refused", None),
        ("pain_twice", "date,pain,note,pain\n2026-11-20,6,x,3\n", "refused", None),
        ("other_twice", "date,pain,note,x,x\n2026-11-20,6,x,3,4\n", "read", (6,)),
        ("reordered", "note,pain,date\nx,6,2026-11-20\n", "read", (6,)),
        ("blanks_around", " date , pain , note \n2026-11-20,6,x\n", "read", (6,)),
        ("upper_case", "Date,Pain,Note\n" + ROW, "refused", None),
        ("nameless", "date,pain,note,,\n2026-11-20,6,x,,\n", "read", (6,)),
        ("too_many", many + "\n", "refused", None),
        ("formula", "=cmd|'/c calc'!A1,date,pain,note\n1,2026-11-20,6,x\n", "read", (6,)),
        ("line_break", '"da\nte",pain,note\n' + ROW, "refused", None),
        (
            "mass_assignment",
            "date,pain,note,id,person_id,version,recorded_at\n2026-11-20,6,x,1,2,9,2020-01-01\n",
            "read",
            (6,),
        ),
        (
            "very_long_name",
            "date,pain,note," + "x" * 100_000 + "\n2026-11-20,6,x,1\n",
            "read",
            (6,),
        ),
        ("look_alike", "dаte,pain,note\n" + ROW, "refused", None),  # a Cyrillic letter
        ("empty_lines_first", "\n\n\n" + HEAD + ROW, "read", (6,)),
        ("separator_line", "sep=;\ndate;pain;note\n2026-11-20;6;x\n", "refused", None),
    ):
        yield case(f"header_{name}", text, outcome, scores)


def _shapes() -> Iterator[Hostile]:
    whole = HEAD + ROW + '2026-11-21,3,"two\nlines"\n'
    for name, text, outcome, scores in (
        ("ragged_short", HEAD + "2026-11-20,6\n" + ROW, "blocked", (6,)),
        ("ragged_long", HEAD + "2026-11-20,6,a,b\n" + ROW, "blocked", (6,)),
        ("one_cell", HEAD + "2026-11-20\n", "blocked", ()),
        ("unclosed_quote", HEAD + '2026-11-20,6,"never\n' + ROW, "refused", None),
        ("quote_inside", HEAD + '2026-11-20,6,a"b\n', "read", (6,)),
        ("quote_after", HEAD + '2026-11-20,6,"a"b\n', "refused", None),
        ("semicolons", HEAD.replace(",", ";") + ROW.replace(",", ";"), "read", (6,)),
        ("tabs", HEAD.replace(",", "\t") + ROW.replace(",", "\t"), "read", (6,)),
        ("bars", HEAD.replace(",", "|") + ROW.replace(",", "|"), "read", (6,)),
        ("mixed_delimiters", HEAD + ROW.replace(",", ";"), "blocked", ()),
        ("cr_only", (HEAD + ROW).replace("\n", "\r"), "read", (6,)),
        ("cr_lf", (HEAD + ROW).replace("\n", "\r\n"), "read", (6,)),
        (
            "mixed_ends",
            HEAD + ROW.replace("\n", "\r\n") + ROW.replace("20,6", "21,5"),
            "read",
            (6, 5),
        ),
        ("blank_rows", HEAD + ",,\n\n" + ROW + ",,\n", "read", (6,)),
        ("no_last_end", (HEAD + ROW).rstrip("\n"), "read", (6,)),
        ("date_missing", HEAD + ",6,x\n", "blocked", ()),
        ("pain_missing", HEAD + "2026-11-20,,\n", "read", ()),
        ("quoted_numbers", HEAD + '"2026-11-20","6","x"\n', "read", (6,)),
    ):
        yield case(f"shape_{name}", text, outcome, scores)
    for cut, outcome, scores in (
        (3, "refused", None),
        (len(HEAD) - 3, "refused", None),
        (len(HEAD) + 5, "blocked", ()),
        (len(HEAD) + 10, "blocked", ()),
        (len(HEAD) + 12, "blocked", ()),
        (len(HEAD + ROW) + 9, "blocked", (6,)),
        (len(whole) - 4, "refused", None),
    ):
        yield case(f"shape_cut_at_{cut}", whole[:cut], outcome, scores)


def _dates() -> Iterator[Hostile]:
    for name, date, outcome in (
        ("iso", "2026-11-20", "read"),
        ("leap", "2028-02-29", "read"),
        ("no_leap", "2026-02-29", "blocked"),
        ("day_31", "2026-04-31", "blocked"),
        ("day_0", "2026-11-00", "blocked"),
        ("month_13", "2026-13-01", "blocked"),
        ("year_1900", "1900-01-01", "read"),
        ("year_1899", "1899-12-31", "blocked"),
        ("year_0", "0000-01-01", "blocked"),
        ("year_9999", "9999-12-31", "read"),
        ("year_10000", "10000-01-01", "blocked"),
        ("short_parts", "2026-1-2", "blocked"),
        ("no_dashes", "20261120", "blocked"),
        ("week", "2026-W47-5", "blocked"),
        ("ordinal", "2026-324", "blocked"),
        ("slashes_iso", "2026/11/20", "blocked"),
        ("ambiguous", "03/04/2026", "refused"),
        ("dots", "20.11.2026", "refused"),
        ("month_first", "11/20/2026", "refused"),
        ("dashes_day_first", "20-11-2026", "refused"),
        ("two_digit_year", "03/04/26", "blocked"),
        ("words", "20 November 2026", "blocked"),
        ("today", "today", "blocked"),
        ("full_width", "２０２６-11-20", "blocked"),
        ("arabic_digits", "٢٠٢٦-11-20", "blocked"),
        ("excel_number", "46346", "blocked"),
        ("with_time", "2026-11-20 08:30", "read"),
        ("with_time_t", "2026-11-20T08:30:15", "read"),
        ("zoned", "2026-11-20T08:30+01:00", "read"),
        ("zone_too_far", "2026-11-20T08:30+99:00", "blocked"),
        ("world_time_moves_the_day", "2026-11-20T23:30Z", "read"),
        ("world_time_at_the_end", "9999-12-31T23:30Z", "blocked"),
        ("minute_60", "2026-11-20T08:60", "blocked"),
        ("hour_24", "2026-11-20T24:00", "blocked"),
        ("underscore", "2026-1_1-20", "blocked"),
        ("minus", "-2026-11-20", "blocked"),
        ("injection", "2026-11-20'; DROP TABLE entry;--", "blocked"),
        ("null", "null", "blocked"),
    ):
        scores = (6,) if outcome == "read" else () if outcome == "blocked" else None
        yield case(f"date_{name}", HEAD + f'"{date}",6,x\n', outcome, scores)
    mixed = HEAD + "2026-11-20,6,x\n03/04/2026,5,x\n"
    yield case("date_one_ambiguous_among_iso", mixed, "refused")


def _pains() -> Iterator[Hostile]:
    for name, pain, score in (
        ("zero", "0", 0),
        ("ten", "10", 10),
        ("point_zero", "6.0", 6),
        ("leading_zero", "06", 6),
        ("blank_around", " 6 ", 6),
        ("eleven", "11", None),
        ("minus_one", "-1", None),
        ("minus_zero", "-0", 0),
        ("plus", "+6", None),
        ("half", "6.5", None),
        ("comma", "6,5", None),
        ("word", "five", None),
        ("severe", "severe", None),
        ("nan", "NaN", None),
        ("inf", "inf", None),
        ("minus_inf", "-Infinity", None),
        ("huge", "1e309", None),
        ("tiny", "1e-400", None),
        ("exponent", "1e1", None),
        ("long", "9" * 5_000, None),
        ("underscore", "1_0", None),
        ("hex", "0x6", None),
        ("octal", "0o6", None),
        ("arabic", "٣", None),
        ("devanagari", "६", None),
        ("full_width", "６", None),
        ("superscript", "⁶", None),
        ("roman", "Ⅵ", None),
        ("true", "TRUE", None),
        ("false", "false", None),
        ("null", "null", None),
        ("none", "None", None),
        ("na", "NA", None),
        ("slash", "6/10", None),
        ("range", "6-7", None),
        ("percent", "60%", None),
        ("question", "6?", None),
        ("approx", "~6", None),
        ("formula", "=6", None),
        ("apostrophe", "'6", None),
        ("emoji", "😖", None),
        ("decimals", "6." + "0" * 30, None),
        ("missing", "", None),
        ("zero_width", "6\u200b", None),
        ("no_break_space_inside", "1\u00a00", None),
    ):
        scores = () if score is None else (score,)
        yield case(f"pain_{name}", HEAD + f'2026-11-20,"{pain}",x\n', "read", scores)
    hundred = HEAD + "2026-11-20,6,x\n2026-11-21,70,x\n2026-11-22,10,x\n"
    yield case("pain_of_0_to_100", hundred, "read", ())


def _notes() -> Iterator[Hostile]:
    for name, note, outcome in (
        ("html", "<script>alert(1)</script><img src=x onerror=alert(1)>", "read"),
        ("markdown", "[x](javascript:alert(1)) ![](http://x.test/a.png)", "read"),
        ("formula", '=HYPERLINK(""http://x.test"")', "read"),
        ("formula_plus", "+1+1", "read"),
        ("formula_at", "@SUM(A1)", "read"),
        ("sql", "'; DROP TABLE entry;--", "read"),
        ("typst", '#read(""/etc/passwd"")', "read"),
        ("template", "{{7*7}} ${7*7} %s {0}", "read"),
        ("path", "../../../../etc/passwd", "read"),
        ("right_to_left", "\u202eevil\u202c العربية", "read"),
        ("combining", "Z" + "\u0301" * 500, "read"),
        ("emoji", "👩‍👩‍👧‍👦🏳️‍🌈", "read"),
        ("noncharacter", "\ufffe\uffff\U0010ffff", "read"),
        ("line_separators", "a\u2028b\u2029c\u0085d", "read"),
        ("line_breaks", "a\nb\r\nc", "read"),
        ("tab", "a\tb", "read"),
        ("bell", "a\x07b", "blocked"),
        ("escape", "\x1b[31mred", "blocked"),
        ("backspace", "a\x08b", "blocked"),
        ("form_feed", "a\x0cb", "blocked"),
        ("nul", "a\x00b", "refused"),
        ("9999", "x" * 9_999, "read"),
        ("10000", "x" * 10_000, "read"),
        ("10001", "x" * 10_001, "blocked"),
    ):
        scores = (6,) if outcome == "read" else () if outcome == "blocked" else None
        yield case(f"note_{name}", HEAD + f'2026-11-20,6,"{note}"\n', outcome, scores)


def _sizes() -> Iterator[Hostile]:
    yield case(
        "size_10_mb_cell", lambda: (HEAD + "2026-11-20,6," + "x" * 10_000_000).encode(), "refused"
    )
    yield case(
        "size_long_cell", lambda: (HEAD + "2026-11-20,6," + "x" * 200_000).encode(), "refused"
    )
    yield case("size_11_mb", lambda: b"x" * 11_000_000, "refused")
    yield case(
        "size_a_million_rows", lambda: (HEAD + "2026-11-20,6,\n" * 1_000_000).encode(), "refused"
    )
    yield case("size_500000_empty_rows", lambda: (HEAD + ",,\n" * 500_000).encode(), "refused")
    yield case("size_a_million_quotes", lambda: (HEAD + '"' * 1_000_001).encode(), "refused")
    yield case("size_2_million_commas", lambda: b"," * 2_000_000, "refused")


def _twice() -> Iterator[Hostile]:
    yield case("twice_same_row", HEAD + ROW + ROW, "read", (6, 6))
    yield case("twice_same_day", HEAD + ROW + ROW.replace("6", "3", 1), "read", None)
    yield case("twice_other_pain", HEAD + ROW + "2026-11-20,3,fine\n", "read", (6, 3))


_PIECES = (
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b'""', b"'", b"\n", b"\r", b"\\n", b",", b";"),
    *(b"\t", b"{", b"}", b"[", b"]", b":", b"<", b">", b"&", b"<!DOCTYPE x>", b"&x;", b"\\ud800"),
    *(
        b"NaN",
        b"1e309",
        b"-1",
        b"11",
        b"9" * 40,
        b"null",
        b"true",
        b"03/04/2026",
        b"=",
        b"\xed\xa0",
    ),
    *("é".encode(), "٣".encode(), "\u202e".encode(), "😀".encode()),
)


def fuzzed(seed: int) -> bytes:
    """Return a file with some bytes changed, taken out, doubled or put in; the same for a seed."""
    chance = random.Random(seed)  # noqa: S311
    samples = sorted(path for path in SAMPLES.iterdir() if not path.name.startswith("expected"))
    bases = [*(path.read_bytes() for path in samples), OWN.encode(), (HEAD + ROW * 3).encode()]
    data = bytearray(chance.choice(bases))
    for _ in range(chance.choice([1, 1, 2, 5, 20])):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(6):
            case 0:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[at : at + chance.choice([1, 3, 30, 300])]
            case 2:
                data[at:at] = chance.choice(_PIECES)
            case 3:
                data[at:at] = data[at : at + chance.choice([5, 50, 500])]
            case 4:
                data = data[:at] if chance.random() < 0.3 else data
            case _:
                data[at : at + 1] = bytes([chance.choice(b"0123456789-:.,;")])
        if not data:
            break
    return bytes(data)
