"""Made-up people whose check and diary become FHIR documents."""

import datetime as dt
import random
from typing import Any

from backwatch import diary
from backwatch.diary import Entry, Medicine, Place, TestResult, Treatment
from backwatch.outputs import fhir
from backwatch.person import Person
from backwatch.questionnaire import NOT_SURE, questionnaire

TODAY = dt.date(2026, 11, 20)
MADE = dt.datetime(2026, 11, 20, 9, 31, tzinfo=dt.timezone(dt.timedelta(hours=1)))
ME = Person(id="me")
SCORES = (
    *("pain_now", "pain_worst", "pain_average", "pain_least", "pain_night"),
    "limits_day",
)


def entry(**values: Any) -> Entry:
    return Entry(**{"person_id": "me", "date": TODAY, "recorded_at": MADE, **values})


def document(
    record: fhir.Record, whose: str = "somebody", made_at: dt.datetime = MADE, **chosen: bool
) -> dict[str, Any]:
    return fhir.bundle(
        record,
        ids=fhir.namespace(whose),
        made_at=made_at,
        today=TODAY,
        chosen=fhir.Chosen(**chosen),
    )


def with_answers(**answers: Any) -> fhir.Record:
    return fhir.Record(ME, questionnaire().read(answers))


def random_answers(of: random.Random) -> dict[str, Any]:
    """Return answers to some of the questions, also to such as do not apply."""
    found: dict[str, Any] = {}
    for question in questionnaire():
        if of.random() < 0.25:
            continue
        if question.type == "text":
            found[question.id] = of.choice(["<b>worse</b> & ü", "since summer"])
        elif question.type == "number":
            number = of.randint(int(question.min), int(question.max))
            found[question.id] = of.choice([number, number, NOT_SURE])
        elif question.type == "multi":
            options = [*question.choices, NOT_SURE]
            found[question.id] = of.sample(options, of.randint(1, min(3, len(options))))
        else:
            found[question.id] = of.choice([*question.choices, NOT_SURE])
    return found


def random_entry(of: random.Random, day: dt.date) -> Entry:
    """Return an entry in which anything may be missing, and anything may be 0."""

    def some(field: str) -> tuple[str, ...]:
        ids = [id for id in diary.vocabulary().ids(field) if id != "none"]
        return tuple(of.sample(ids, of.choice([0, 0, 1, 2])))

    def maybe(value: Any) -> Any:
        return of.choice([None, value])

    lists = ("spread", "feels_like", "worse_with", "eased_by", "symptoms")
    return entry(
        date=day,
        time=maybe(dt.time(of.randrange(24), of.randrange(60), of.randrange(60), 5)),
        utc_offset_minutes=maybe(of.choice([-720, -210, 0, 60, 825, 840])),
        **{name: maybe(of.choice([0, of.randint(0, 10)])) for name in SCORES},
        wakings=maybe(of.choice([0, 3])),
        sleep_hours=maybe(of.choice([0.0, 6.5, 5e-324, 1 / 3])),
        weight_kg=maybe(of.choice([71.0, 71.55])),
        places=tuple(
            Place(place=zone, score=maybe(of.randint(0, 10))) for zone in some("zones")[:3]
        ),
        **{name: some(name) for name in lists},
        danger_signs={
            sign: of.choice(["yes", "no", "not_sure"])
            for sign in of.sample(diary.vocabulary().danger_signs, of.choice([0, 0, 2]))
        },
        medicines=tuple(
            Medicine(name=name, dose=of.choice(["", "400 mg"]), relief=maybe(of.choice([0, 7])))
            for name in of.sample(["Ibuprofen", "Aspirin <forte> & C", "ยา"], of.choice([0, 1, 2]))
        ),
        note=of.choice(["", "", "a <note> & \u202eüñ 😣\n2"]),
        too_bad=of.random() < 0.05,
    )


def year(seed: int, days: int = 365) -> fhir.Record:
    """Return somebody with a random check and a random year, with gaps and days of two entries."""
    of = random.Random(seed)  # noqa: S311 (made-up people)
    first = TODAY - dt.timedelta(days=days - 1)
    entries = [
        random_entry(of, first + dt.timedelta(days=number))
        for number in range(days)
        for _ in range(of.choice([0, 1, 1, 2]))
    ]
    return fhir.Record(
        Person(
            id="me",
            name="Zoë Müller-Quist",
            birth_year=of.choice([None, 1964]),
            filled_in_by=of.choice([None, "Carer Krümel"]),
            country=of.choice([None, "gb"]),
        ),
        questionnaire().read(random_answers(of)),
        checked_at=of.choice([None, MADE]),
        entries=entries,
        treatments=[
            Treatment(person_id="me", name="Chemo", kind="chemo", started=first, helped=0),
            Treatment(person_id="me", name="Physio", kind="physical_therapy", dose="2 a week"),
            Treatment(person_id="me", name="Next", started=TODAY + dt.timedelta(days=9)),
            Treatment(person_id="me", name="Heat", started=first, ended=TODAY, helped=10),
        ],
        tests=[
            TestResult(person_id="me", name="MRI scan", date=first, result="all quiet"),
            TestResult(person_id="me", name="Blood test"),
        ],
    )
