"""What stands on the pages of the printed sheet: one page, nothing lost, charts as the data."""

import dataclasses
import datetime as dt
import io
import re
from statistics import median
from typing import Any

import pytest

from backwatch import countries, sheet
from backwatch.example import example_entries
from backwatch.outputs import letters, page_one, pdf, pdf_worker
from backwatch.person import Person as Record
from backwatch.questionnaire import questionnaire
from backwatch.summary import Answers, AppointmentSummary, DayRow, OwnWords, Person
from tests import people_set
from tests.sheet_pages import (
    PAPERS,
    PICTURE,
    bare_letters,
    drawn,
    fit,
    flat,
    lost,
    pages,
    picture,
    reader,
    too_long,
    typeset,
)
from tests.unit.summary_people import LAST_VISIT, TODAY, bare, diary, emergency, rich

pytestmark = pytest.mark.sample

SAMPLE = 12  # of the people and the random sheets; `make prove` takes all


# ------------------------------------------------------------------ one page, whatever the data
def sheet_of(person: people_set.Person, **choices: Any) -> AppointmentSummary:
    """Return the sheet of a made-up person with eight weeks of diary."""
    return sheet.appointment(
        Record(id="p", name="Ann Example", birth_year=1964, filled_in_by="my daughter"),
        questionnaire().read(dict(person.answers)),
        TODAY,
        example_entries("p", TODAY),
        countries.country("gb"),
        today=TODAY,
        choices=sheet.Choices(want="Please check what is causing this pain.", **choices),
    )


def some_people() -> list[people_set.Person]:
    people = people_set.people()
    return list(people[:: len(people) // SAMPLE])[:SAMPLE]


def holds_page_1(file: bytes) -> bool:
    """Return whether the last line of page 1 is on page 1."""
    return "Noclinicianhasreviewed" in bare_letters(pages(file)[0])


@pytest.mark.parametrize("number", range(SAMPLE))
def test_page_1_of_a_person_is_one_page_and_nothing_is_lost(number: int):
    made, paper = sheet_of(some_people()[number]), PAPERS[number % 2]
    assert holds_page_1(typeset(made, paper))
    assert lost(made, paper) == []


@pytest.mark.parametrize("seed", range(SAMPLE))
def test_far_too_much_text_keeps_page_1_and_loses_nothing(seed: int):
    paper = PAPERS[seed % 2]
    made = too_long(seed, variant="emergency" if seed % 5 == 4 else "normal")
    found = fit(made, paper)
    assert found["used"] <= found["room"]
    assert holds_page_1(typeset(made, paper))
    assert lost(made, paper) == []
    first = bare_letters(pages(typeset(made, paper))[0])
    for name, _, signs in made.danger:
        for sign in signs if name in ("yes", "not_sure") else ():
            assert bare_letters(sign) in first


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("days", [0, 3, 56, 400])
def test_page_1_holds_the_whole_first_page(paper: pdf.Paper, days: int):
    made = rich(days=diary(days), shown_days=365)
    assert holds_page_1(typeset(made, paper))
    assert lost(made, paper) == []


@pytest.mark.parametrize("paper", PAPERS)
def test_a_person_who_gave_nothing_gets_one_page(paper: pdf.Paper):
    found = pages(typeset(bare(), paper))
    assert len(found) == 1
    for part in (
        "No check has been done yet.",
        "No diary entries in this period.",
        "No treatment is recorded.",
        "Page 1 of 1",
    ):
        assert part in flat(found[0])


def test_paper_has_the_size_asked_for():
    for paper, size in (("a4", (595, 842)), ("letter", (612, 792))):
        box = reader(typeset(bare(), paper)).pages[0].mediabox
        assert (round(float(box.width)), round(float(box.height))) == size


def test_text_of_page_1_holds_level_reasons_signs_number_and_limits():
    first = flat(pages(typeset(rich()))[0])
    for part in (
        "For Dr Patel, Hillside Surgery, Mon 23 Nov 2026, 10:20",
        "Self-check: level 3 of 5",
        "Ask for an urgent visit in the next few days",
        "Night pain together with weight loss and cough",
        "Not sure: numbness between the legs",
        "What changed since the last visit, 23 Oct",
        "Naproxen 250 mg, 2 a day",
        "999 or 112",
        "Out of hours: 0800 555 0199.",
        "25 Nov",
        "about 993 do not",
        "This page is not a diagnosis",
        "No clinician has reviewed these rules yet",
        "rules 2026-11",
        "made 20 Nov 2026, 09:12",
        "Page 1 of 3",
    ):
        assert part in first


def test_more_on_page_2_is_said_only_where_there_is_more():
    """It stood beside every long answer, also where the page had room for it."""
    for made in (rich(), emergency(), sheet_of(some_people()[0])):
        file = typeset(made)
        said = flat("".join(pages(file))).count("(more on page 2)")
        assert (said > 0) == ("where page 1 had no room" in flat("".join(pages(file))) and said > 0)
    assert "(more on page 2)" not in flat("".join(pages(typeset(rich()))))
    assert "where page 1 had no room" not in flat("".join(pages(typeset(rich(check=None)))))


def test_all_danger_signs_answered_yes_stay_on_page_1():
    made = rich()
    signs = tuple(sign for _, _, signs in made.danger for sign in signs)
    assert len(signs) == 12
    rows = tuple((name, label, signs if name == "yes" else ()) for name, label, _ in made.danger)
    file = typeset(dataclasses.replace(made, danger=rows), "letter")
    assert bare_letters("; ".join(signs)) in bare_letters(pages(file)[0])
    assert holds_page_1(file)


@pytest.mark.parametrize("person", some_people(), ids=lambda p: p.id)
def test_what_stands_above_the_chart_is_read_in_a_minute(person: people_set.Person):
    assert words_above_the_chart(sheet_of(person)) <= 240


def words_above_the_chart(made: AppointmentSummary) -> int:
    above, chart, _ = pages(typeset(made))[0].partition("Worst pain each day")
    assert chart
    return len(above.split())


# ------------------------------------------------------------------ the other forms
def test_large_print_loses_nothing_and_has_no_line_under_11_points():
    assert lost(rich(), large=True) == []
    sizes: set[float] = set()
    for page in reader(typeset(rich(), large=True)).pages:
        scale = 1.0
        for operands, operator in page.get_contents().operations:
            if operator == b"Tf":
                sizes.add(round(float(operands[1]) * scale, 1))
    assert min(sizes) >= 11
    assert 16 in sizes


@pytest.mark.parametrize("paper", PAPERS)
def test_the_page_for_the_emergency_room_is_one_page(paper: pdf.Paper):
    made = emergency(variant="emergency")
    found = pages(typeset(made, paper))
    assert len(found) == 1
    assert lost(made, paper) == []
    for part in (
        "For the emergency room",
        "Call 999 or 112",
        "both legs weak, numb or heavy Yes since this morning",
        "new bladder or bowel trouble Not sure not recorded",
        "Medicines: morphine 10 mg; pembrolizumab",
        "Allergies: penicillin",
        "Eva, daughter, 07700 900123",
    ):
        assert part in flat(found[0])


def test_what_was_not_told_is_a_line_to_write_on_for_the_emergency_room_too():
    made = emergency(variant="emergency", health=None)
    first = flat(pages(typeset(made))[0])
    assert "Allergies: Tests so far:" in first
    assert "Allergies: none" not in first


# ------------------------------------------------------------------ the charts are the data
def chart_of(made: AppointmentSummary, **changes: Any) -> AppointmentSummary:
    assert made.chart is not None
    return dataclasses.replace(made, chart=dataclasses.replace(made.chart, **changes))


def test_zero_and_missing_are_drawn_differently():
    made = rich(days=diary(20))
    assert made.chart is not None
    worst = made.chart.worst
    missing = chart_of(made, worst=(None, *worst[1:]))
    zero = chart_of(made, worst=(0, *worst[1:]))
    assert len({typeset(made), typeset(missing), typeset(zero)}) == 3


def test_each_scored_day_is_one_circle():
    made = rich(days=diary(56))
    assert made.chart is not None
    scored = sum(score is not None for score in made.chart.worst)
    nothing = chart_of(made, worst=(None,) * 56, line=(None,) * 56)
    circles = drawn(typeset(made)).count("c") - drawn(typeset(nothing)).count("c")
    assert circles == 4 * scored  # a circle is four curves


def test_each_night_woken_is_one_black_square():
    made = rich(days=diary(56))
    assert made.chart is not None
    woken = sum(night is True for night in made.chart.woken)
    slept = chart_of(made, woken=tuple(night and False for night in made.chart.woken))
    assert woken > 10
    assert black_squares(typeset(made)) - black_squares(typeset(slept)) == woken


def black_squares(file: bytes) -> int:
    """Return how many small black squares are on page 1."""
    count, fill = 0, 1.0
    path: list[tuple[float, float]] = []
    for operands, operator in reader(file).pages[0].get_contents().operations:
        if operator == b"scn":
            fill = float(operands[0]) if str(operands[0])[0] != "/" else 0.5
        elif operator in (b"m", b"l"):
            path = [*path, (float(operands[0]), float(operands[1]))] if operator == b"l" else []
        elif operator in (b"f", b"B"):
            # "m 0 0, l side 0, l side side, l 0 side"
            count += fill == 0 and len(path) == 3 and path[1][0] == path[1][1] < 8
            path = []
    return count


def thick_steps(file: bytes) -> list[float]:
    """Return how far each piece of the thick line goes to the right, in points."""
    found: list[float] = []
    width, at = 0.0, 0.0
    for operands, operator in reader(file).pages[0].get_contents().operations:
        if operator == b"w":
            width = float(operands[0])
        elif operator == b"m":
            at = float(operands[0])
        elif operator == b"l":
            if round(width, 2) == 1.8:
                found.append(float(operands[0]) - at)
            at = float(operands[0])
    return found


def test_no_line_crosses_ten_empty_days():
    full = [DayRow(TODAY - dt.timedelta(days=n), pain_worst=5) for n in range(56)]
    gap = [row for row in full if not 20 <= (TODAY - row.date).days < 30]
    one_slot = 156.5 / 25.4 * 72 / 56
    for days, pieces in ((full, 52), (gap, 38)):
        # the first three days of each stretch have no middle value yet
        key = 5 / 25.4 * 72
        steps = [s for s in thick_steps(typeset(rich(days=days))) if abs(s - key) > 0.1]
        assert len(steps) == pieces
        assert max(steps) == pytest.approx(one_slot, abs=0.1)


def test_a_long_period_is_drawn_by_the_same_numbers():
    made = rich(days=diary(300), shown_days=180)
    assert made.chart is not None
    spans = made.chart.spans
    nothing = tuple(dataclasses.replace(s, low=None, middle=None, high=None) for s in spans)
    dots = drawn(typeset(made)).count("c") - drawn(typeset(chart_of(made, spans=nothing))).count(
        "c"
    )
    few = any(s.middle is not None and not s.enough for s in spans)
    assert dots == 4 * (sum(s.middle is not None for s in spans) + few)  # few: one more in the key


def test_numbers_in_the_text_alternatives_are_those_of_the_diary():
    structure = pytest.importorskip("tests.pdf_structure")
    rows = diary(56)
    alts = structure.figures(typeset(rich(days=rows)))
    pain = next(alt for alt in alts if alt.startswith("Chart of worst pain"))
    nights = next(alt for alt in alts if alt.startswith("Strip of nights"))
    scores = [row.pain_worst for row in rows if row.pain_worst is not None]
    before = [row.pain_worst for row in rows if row.date < LAST_VISIT]
    since = [row.pain_worst for row in rows if row.date >= LAST_VISIT]
    woken = [row.woken for row in rows if row.woken is not None]
    first = TODAY - dt.timedelta(days=55)
    assert numbers(pain) == [
        *(first.day, first.year, TODAY.day, TODAY.year, 0, 10),
        *(len(scores), 56, min(scores), median(scores), max(scores)),
        *(median(before), LAST_VISIT.day, median(since)),
    ]
    assert numbers(nights)[4:6] == [sum(woken), len(woken)]


def numbers(text: str) -> list[float]:
    return [float(found) for found in re.findall(r"\d+(?:\.\d+)?", text)]


def test_pages_are_black_white_and_grey_only_and_all_text_is_black_or_white():
    for made in (rich(), emergency(), emergency(variant="emergency")):
        for page in reader(typeset(made)).pages:
            spaces = page["/Resources"].get("/ColorSpace", {}).values()
            for space in (space.get_object() for space in spaces):
                assert space[0] != "/ICCBased" or space[1].get_object()["/N"] == 1
                assert "RGB" not in str(space)
            fill = "0"
            for operands, operator in page.get_contents().operations:
                assert operator not in (b"rg", b"RG", b"k", b"K")
                if operator in (b"sc", b"scn", b"g"):
                    fill = str(operands[0])
                elif operator in (b"Tj", b"TJ"):
                    assert float(fill) in (0, 1)


def test_page_1_looks_as_it_did_when_somebody_last_looked_at_it():
    """After a change that is meant: `python -m tests.sheet_pages`, then look at the picture."""
    image = pytest.importorskip("PIL.Image")
    chops = pytest.importorskip("PIL.ImageChops")
    stat = pytest.importorskip("PIL.ImageStat")
    now, before = (
        image.open(io.BytesIO(one)).convert("L") for one in (picture(), PICTURE.read_bytes())
    )
    assert now.size == before.size
    # Other processors may round an edge otherwise: a mean of 1 in 255 is no line that has moved.
    assert stat.Stat(chops.difference(now, before)).mean[0] < 1


# ------------------------------------------------------------------ a long text
@pytest.mark.parametrize(
    "text",
    [
        "spread to the liver and the brain, no known bone spread, and no spread to the skin so far",
        "it helps a little, not every day and never at night when I lie on my back for hours",
        "I can walk to the shop and back, without a stick on most days of the week, as before",
        "there was never any blood when I coughed, in the morning or at night or after a walk",
    ],
)
def test_a_denial_is_never_cut_in_the_middle(text: str):
    for limit in range(40, len(text)):
        kept = page_one.clip(text, limit, " (more on page 2)")
        kept = kept.removesuffix(" (more on page 2)").removesuffix("…").strip()
        assert text.startswith(kept)
        assert not {"no", "not", "never", "without"} & set(kept.split())


# ------------------------------------------------------------------ hostile text
HOSTILE = {
    "typst code": '#read("/etc/passwd")',
    "typst markup": "*bold* _it_ = head $x^2$ @label <label> `raw` #pagebreak() // note",
    "typst loop": '#{ while true { } } #eval("1+1")',
    "typst package": '#import "@preview/cetz:0.3.0": *',
    "html": "<script>alert(1)</script><b>&amp;",
    "link": "https://example.org/x?a=1 mailto:a@example.org",
    "template": "{name} {{7*7}} ${x} %s {0.__class__}",
    "quote and backslash": "\"'\\ \\n \\u{41} C:\\new",
    "latin": "Zoë Łukasz Ñandú Ελένη Жанна Nguyễn",
    "long word": "x" * 400,
    "fancy letters": "\U0001d400\U0001d401\U0001d402",
    "hidden signs": "safe\u202eevil\u202c\x00\x07\u200b\ufeff\u2066x\u2069 end",
    "lone surrogate": "before\udc80after",
    "emoji": "pain 😣 now 👍🏽",
    "other scripts": "ألم שלום दर्द ปวด 痛い",
}
SHOWN = {
    "fancy letters": "ABC",
    "hidden signs": "safeevilx end",
    "lone surrogate": "before\ufffdafter",
    "emoji": "pain [persevering face] now [thumbs up sign]",
    "other scripts": "[Arabic text, see the text copy]",
}


def hostile_sheet() -> bytes:
    """Return one sheet with the hostile texts everywhere a person or a file can put text."""
    typed = tuple(HOSTILE.values())
    answers = Answers(pain=[("Where", text) for text in typed], gaps=typed)
    person = Person(typed[0], filled_in_by=typed[1])
    own = OwnWords(in_short=typed, want=typed[2], questions=typed, story="\n".join(typed))
    days = [DayRow(TODAY - dt.timedelta(days=n), note=text) for n, text in enumerate(typed)]
    return typeset(rich(person=person, answers=answers, own_words=own, days=days))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_printed_as_it_is(name: str):
    shown = bare_letters("".join(pages(hostile_sheet())))
    assert bare_letters(SHOWN.get(name, HOSTILE[name])) in shown


def test_a_sheet_of_hostile_text_has_page_1_and_no_fault():
    assert holds_page_1(hostile_sheet())
    structure = pytest.importorskip("tests.pdf_structure")
    assert structure.faults(hostile_sheet()) == []


def test_a_word_of_400_letters_does_not_run_off_the_page():
    assert max(map(len, letters.breakable("x" * 400).split(letters.BREAK))) == 24
    assert letters.breakable("x" * 24) == "x" * 24
    assert "x" * 200 not in "".join(pages(hostile_sheet()))  # no line is that long


def test_no_text_becomes_a_link_or_runs():
    assert not any("/Annots" in page for page in reader(hostile_sheet()).pages)
    assert "root:" not in "".join(pages(hostile_sheet()))


def test_five_thousand_letters_keep_page_1():
    typed = "My back hurts. " * 340
    made = bare(
        person=Person(typed), own_words=OwnWords(want=typed, questions=(typed,), story=typed)
    )
    assert holds_page_1(typeset(made))
    assert lost(made) == []


def test_template_has_no_way_to_run_text_or_reach_out():
    template = pdf_worker.template().decode()
    for way in ("eval", "@", "read(", "import", "include", "plugin", "http", "mode:"):
        assert way not in template, way
