"""Which answers of the check go on the appointment summary, and in which words.

The rows, the words and the sentences are in content/summary_answers.yaml. An open answer is never
turned into a no: it stands under "Not recorded", a "not sure" under its own heading.
"""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache

from backwatch import smoking, summary, triage
from backwatch.conditions import NOT_SURE, Condition
from backwatch.questionnaire import NONE, Answers, Question, Value, questionnaire
from backwatch.summary_words import Group, answer_words, words

_NO = {"no", NONE, "never"}
_SAID_ELSEWHERE = ("s1",)  # the danger signs have a block of their own


def is_no(value: object) -> bool:
    """Return whether an answer denies. An open answer does not."""
    return value in _NO or value == (NONE,)


def is_open(value: object) -> bool:
    """Return whether an answer is missing, not sure or withheld."""
    return value in (None, NOT_SURE, (NOT_SURE,), "skip")


def rows(
    answers: Answers, groups: Iterable[Group], noted: Collection[str] = ()
) -> list[tuple[str, str]]:
    """Return (label, words) of each group that applies; all of it open is "not recorded".

    noted: the questions whose answer comes from the diary; it says so.
    """
    return [
        (group.label, _row(answers, group, noted)) for group in groups if _applies(answers, group)
    ]


def _applies(answers: Answers, group: Group) -> bool:
    if group.cancer and not _known_or_tested(answers):
        return False
    return any(answers.applies(question) for question in group.questions)


def _known_or_tested(answers: Answers) -> bool:
    return triage.rule_book().fact("known_or_tested", answers) is True


def _row(answers: Answers, group: Group, noted: Collection[str] = ()) -> str:
    w, told, no = words().rows, [], []
    for id in group.questions:
        value = _value(answers, id)
        question = answers.questionnaire[id]
        if not answers.applies(id) or is_open(value):
            continue
        if is_no(value) and _key(value) not in answer_words().row_words.get(id, {}):
            no.append(denied(question))
        else:
            said = _said(question, value, bare=id in group.bare)
            told.append(_marked(said) if id in noted else said)
    if told and no:
        return "; ".join([*told, w["no_of"].format(labels="; ".join(no))])
    if no:
        if len(group.questions) == 1:
            return w["no"]
        return w["none_of" if len(no) > 1 else "no_of"].format(labels="; ".join(no))
    return "; ".join(told) or w["not_recorded"]


def _value(answers: Answers, id: str) -> object:
    """Return an answer; pack-years are worked out, and stand for what they are made of."""
    packs = smoking.pack_years(answers) if answers.applies("pack_years") else None
    if id == "pack_years":
        return round(packs.value, 1) if packs else None
    if packs and id in ("cigs_a_day", "years_smoked"):
        return None
    return answers.given.get(id)


def _said(question: Question, value: object, *, bare: bool) -> str:
    own = answer_words().row_words.get(question.id, {})
    if isinstance(value, (int, float)) and "number" in own:
        return own["number"].format(number=f"{value:g}")
    if _key(value) in own:
        return own[_key(value)]
    if bare:
        # "Yes, it is new" in a row that asks nothing is "it is new".
        return _lower(re.sub(r"(^|; )Yes, ", r"\1", question.words(value)))  # type: ignore[arg-type]
    return _lower(question.said(value))  # type: ignore[arg-type]


def _key(value: object) -> str:
    """Return an answer as the files name it; the only one of several, alone."""
    return str(value[0] if isinstance(value, tuple) and len(value) == 1 else value)


def _marked(text: str) -> str:
    return words().rows["from_diary"].replace("{text}", text)


def denied(question: Question) -> str:
    """Return what a no to this question denies, in few words."""
    return answer_words().no_words.get(question.id) or _lower(question.label)


def in_a_few_words(question: Question, value: Value) -> str:
    """Return an answer as the rows of the page say it; a no says what it denies."""
    if is_open(value) or (is_no(value) and _key(value) not in _own(question)):
        return _lower(question.said(value))
    groups = (*answer_words().pain_rows, *answer_words().background_rows)
    return _said(question, value, bare=any(question.id in group.bare for group in groups))


def _own(question: Question) -> Mapping[str, str]:
    return answer_words().row_words.get(question.id, {})


def _lower(text: str) -> str:
    """Return the text with a small first letter; "I" stays."""
    parts = [
        part if re.match(r"I\b", part) else part[:1].lower() + part[1:] for part in text.split("; ")
    ]
    return "; ".join(parts)


def not_sure(answers: Answers) -> list[str]:
    """Return the labels of the questions that the person is not sure about or would not say."""
    return [
        _lower(question.label)
        for question in _listed(answers)
        if answers.given.get(question.id) in (NOT_SURE, (NOT_SURE,), "skip")
    ]


def missing(answers: Answers) -> list[str]:
    """Return the labels of the questions with no answer at all that were not optional.

    Where all of a row is missing, the row says so itself and its questions are left out.
    """
    bare = {
        question
        for group in (*answer_words().pain_rows, *answer_words().background_rows)
        if _applies(answers, group) and _row(answers, group) == words().rows["not_recorded"]
        for question in group.questions
    }
    return [
        _lower(question.label)
        for question in _listed(answers)
        if not question.optional
        and question.id not in bare
        and answers.given.get(question.id) is None
    ]


def _listed(answers: Answers) -> list[Question]:
    return [
        question
        for question in answers.questionnaire
        if question.section not in _SAID_ELSEWHERE and answers.applies(question.id)
    ]


def danger(
    answers: Answers,
    checked_on: dt.date | None,
    since: Sequence[tuple[str, str]] = (),
    noted: Collection[str] = (),
) -> summary.DangerSigns:
    """Return the danger signs by answer. Yes and not sure in full words, the others in few.

    since: (question, since when in words). noted: the questions answered by the diary.
    """
    book, few = questionnaire(), answer_words().danger_words
    signs = book.as_asked(book.steps[0].all_questions, answers)

    def those(value: str | None) -> list[str]:
        return [q for q in signs if answers.given.get(q) == value]

    def label(question: str) -> str:
        text = book[question].label
        return _marked(text) if question in noted else text

    return summary.DangerSigns(
        yes=[label(q) for q in those("yes")],
        not_sure=[label(q) for q in those(NOT_SURE)],
        no=[few[q] for q in those("no")],
        not_asked=[few[q] for q in those(None)],
        asked_on=checked_on,
        since=[(label(q), when) for q, when in since if q in signs],
    )


def in_short(
    answers: Answers, checked_on: dt.date, today: dt.date, noted: Collection[str] = ()
) -> list[str]:
    """Return the sentences at the top: what was answered, in the first person.

    A sentence with an open answer is left out, never guessed. Answers of an earlier day are dated,
    those of the diary (`noted`) say that they are.
    """
    w, own = words(), answer_words()
    earlier = checked_on != today
    ago = f"before {w.day(checked_on)}" if earlier else "ago"
    said = []
    for number, sentence in enumerate(own.opening):
        when, holds = _conditions()[number]
        if when is not None and when.judge(answers).holds is not True:
            continue
        found: dict[str, str] = {"ago": ago}
        if holds is not None:
            verdict = holds.judge(answers).holds
            found["holds"] = {True: "yes", False: "no", None: w.rows["not_recorded"]}[verdict]
        noted_in: set[str] = set()
        for name in re.findall(r"{(\w+)}", sentence.say):
            if name not in found:
                ids = own.with_it if name == "with_it" else [name]
                noted_in |= {id for id in ids if _in_few_words(answers, id)}
                found[name] = _joined([word for id in ids for word in _in_few_words(answers, id)])
        if all(found.values()):
            text = sentence.say.format(**found)
            said.append(_marked(text[:-1]) + "." if noted_in & set(noted) else text)
    if said and earlier:
        said.append(w.box["earlier"].format(date=w.day(checked_on)))
    return said


@cache
def _conditions() -> list[tuple[Condition | None, Condition | None]]:
    book = triage.rule_book()
    return [
        (
            None if each.when is None else book.parse(each.when, "summary_answers.yaml: opening"),
            None if each.holds is None else book.parse(each.holds, "summary_answers.yaml: opening"),
        )
        for each in answer_words().opening
    ]


def _in_few_words(answers: Answers, id: str) -> list[str]:
    value = answers.given.get(id)
    if is_open(value) or not answers.applies(id):
        return []
    if isinstance(value, (int, float)):
        return [f"{value:g}"]
    own = answer_words().opening_words.get(id, {})
    several = value if isinstance(value, tuple) else (value,)
    return [own[str(one)] for one in several if str(one) in own]


def _joined(parts: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def screening(answers: Answers) -> list[str]:
    """Return age, pack-years and years since stopping, as facts; empty where one may not apply.

    Screening is for people without symptoms and without known cancer: nothing here says that
    somebody fits a programme. Nothing is guessed, so without pack-years there is nothing.
    """
    w = words().screening
    age, packs = answers.given.get("age"), smoking.pack_years(answers)
    if triage.rule_book().fact("known_or_tested", answers) is not False:
        return []
    if not isinstance(age, (int, float)) or packs is None:
        return []
    quit_years = answers.given.get("quit_years")
    facts = [w["age"].format(years=f"{age:g}"), w["pack_years"].format(value=f"{packs.value:.3g}")]
    if answers.given.get("smoking") == "now":
        facts.append(w["smokes"])
    elif isinstance(quit_years, (int, float)):
        facts.append(w["quit"].format(years=f"{quit_years:g}"))
    return [*facts, w["today"], w["later"]]


def cancer(answers: Answers) -> tuple[str, str]:
    """Return what was answered about cancer and its treatment, each empty where nothing was."""
    said = dict(rows(answers, answer_words().background_rows))
    nothing = words().rows["not_recorded"]
    return tuple(  # type: ignore[return-value]
        "" if said.get(label, nothing) == nothing else said[label]
        for label in ("Cancer", "Treatment")
    )
