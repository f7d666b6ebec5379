"""What to say on the phone: half a minute of plain words, made from the answers and the level.

It says only what the person answered, in the words of content/phone.yaml, and what they ask for.
It never says what it could be.
"""

from collections.abc import Iterator
from functools import cache

from pydantic import BaseModel, ConfigDict

from backwatch import paths, triage, yaml_files
from backwatch.conditions import NOT_SURE, Answer, AtLeast, Condition
from backwatch.questionnaire import Answers, Question
from backwatch.triage import Assessment, Rule
from backwatch.urgency import Urgency, levels

Sign = tuple[str, str]  # question and option; the option of a number is ""


class _Voices(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    own: str = ""
    other: str = ""


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    most_words: int
    most_signs: int
    most_open: int
    sentences: dict[str, str | _Voices]
    ask: dict[str, str | _Voices]
    about: dict[str, str | _Voices]
    signs: dict[str, str | _Voices]
    background: dict[str, str | _Voices]


@cache
def _file() -> _File:
    return yaml_files.read_as(_File, paths.CONTENT / "phone.yaml")


def script(
    answers: Answers,
    assessment: Assessment,
    *,
    for_other: bool = False,
    has_cancer: bool = False,
) -> str:
    """Return what to say, in one piece, of at most 90 words.

    Args:
        for_other: somebody calls for the person.
        has_cancer: the person came in as somebody with cancer; used until the check has asked.
    """
    call = _Call(answers, assessment, for_other, has_cancer)
    return " ".join(call.emergency() if call.urgent else call.visit())


def signs(rule: Rule, answers: Answers) -> tuple[Sign, ...]:
    """Return the answers that made a rule hold and are worth saying: signs first, then background.

    Age, cancer and how long it has lasted are left out: they are said anyway. So is whatever the
    person did not say, such as a blank that counts as the more cautious answer.
    """
    condition = triage.rule_book().condition(rule.id)
    if condition is None:
        return ()
    file = _file()
    said_anyway = {name.partition(".")[0] for name in file.about}
    later = {name.partition(".")[0] for name in file.background}
    found = dict.fromkeys(sign for sign in _named(condition, answers) if sign[0] not in said_anyway)
    return tuple(sorted(found, key=lambda sign: sign[0] in later))


def _named(condition: Condition, answers: Answers) -> Iterator[Sign]:
    """Yield each given answer that a condition asks for, in the order in which it asks."""
    if isinstance(condition, AtLeast):
        for part in condition.parts:
            yield from _named(part, answers)
    elif isinstance(condition, Answer) and condition.judge(answers).holds:
        given = answers.given.get(condition.question)
        if condition.operator in ("gte", "lte"):
            if isinstance(given, (int, float)):
                yield condition.question, ""
            return
        for word in given if isinstance(given, tuple) else (given,):
            if not isinstance(word, str) or word not in condition.wanted:
                continue
            if word != NOT_SURE or f"{condition.question}.{word}" in _file().background:
                parts = answers.questionnaire.parts(condition.question)
                said = [part for part in parts if answers.given.get(part) == word]
                for question in said or (condition.question,):
                    yield question, word


def spoken(question: Question, option: str, *, for_other: bool) -> str:
    """Return one answer as the middle of a sentence; by its label where there are no words for it.

    Keeps {n} in the words of a number.
    """
    file = _file()
    name = f"{question.id}.{option}" if option else question.id
    found = _voice({**file.signs, **file.background}.get(name, ""), for_other)
    if not found and not for_other and option == "yes":
        found = question.say
    if found:
        return found
    value = (option,) if question.type == "multi" else option
    said = question.said(value) if option else f"{question.label}: {{n}}"
    return _voice(file.sentences["by_label"], for_other).format(said=said)


def _voice(words: str | _Voices, for_other: bool) -> str:
    if isinstance(words, str):
        return words
    return words.other if for_other else words.own


class _Call:
    """One call being put together."""

    def __init__(
        self, answers: Answers, assessment: Assessment, for_other: bool, has_cancer: bool
    ) -> None:
        self.answers = answers
        self.assessment = assessment
        self.for_other = for_other
        self.has_cancer = has_cancer
        self.urgent = assessment.is_emergency or assessment.level is Urgency.EMERGENCY

    def emergency(self) -> list[str]:
        before = [self._say("start_emergency"), *self._cancer()]
        # No word about the list: nothing must keep the answer to the call waiting.
        after = [self._say("back_pain"), *self._about("age"), *self._ask()]
        return [*before, *self._signs(before + after), *after]

    def visit(self) -> list[str]:
        before = [self._say("start"), *self._cancer(), *self._about("age", "duration")]
        after = [self._say("checked"), *self._ask()]
        return [*before, *self._signs(before + after), *after]

    def _say(self, name: str, **fill: object) -> str:
        return _voice(_file().sentences[name], self.for_other).format(**fill)

    def _about(self, *questions: str) -> list[str]:
        """Return what is said of these answers whatever the rules are; nothing for an open one."""
        found = []
        for question in questions:
            value = self.answers.given.get(question)
            if value is None or not self.answers.applies(question):
                continue
            name = f"{question}.{value}" if isinstance(value, str) else question
            words = _voice(_file().about.get(name, ""), self.for_other)
            if words:
                found.append(words.format(n=value))
        return found

    def _cancer(self) -> list[str]:
        if "cancer" not in self.answers.given:
            return [self._say("has_cancer")] if self.has_cancer else []
        return self._about("cancer", "bone_spread")

    def _ask(self) -> list[str]:
        level = Urgency.EMERGENCY if self.urgent else self.assessment.level
        name = level.id if level else "under_18"
        days = levels()[level].no_later_than_days if level else 0
        return [_voice(_file().ask[name], self.for_other).format(days=days)]

    def _signs(self, around: list[str]) -> list[str]:
        """Return the signs, most urgent first, as many as there is time for.

        Where no rule holds at the level, what could not be answered gave it: that comes first.
        """
        file = _file()
        level = Urgency.EMERGENCY if self.urgent else self.assessment.level
        if level is None:
            return []
        reasons = self.assessment.reasons
        top = [r.rule for r in reasons if r.rule.urgency == level]
        lowest = level.one_below() if top else Urgency.ROUTINE
        also = [r.rule for r in reasons if lowest <= r.rule.urgency < level]
        first = self._clauses(top)
        later = [clause for clause in self._clauses(also) if clause not in first]
        more = self._say("more")
        room = file.most_words - sum(len(one.split()) for one in (*around, more))
        unanswered = [] if top else self._unanswered(level)
        opened = self._opened(unanswered, room)
        room -= sum(len(one.split()) for one in opened)
        if later and (first or opened):
            later[0] = self._say("also", sign=later[0])
        sentences = [_sentence(clause) for clause in (*first, *later)]
        kept: list[str] = []
        for sentence in sentences[: file.most_signs]:
            room -= len(sentence.split())
            if room < 0 and (kept or opened):
                break
            kept.append(sentence)
        all_said = len(kept) == len(sentences) and len(opened) in (0, len(unanswered) + 1)
        return [*opened, *kept, *([] if all_said else [more])]

    def _clauses(self, rules: list[Rule]) -> list[str]:
        found = dict.fromkeys(sign for rule in rules for sign in signs(rule, self.answers))
        book = self.answers.questionnaire
        return [
            spoken(book[question], option, for_other=self.for_other).format(
                n=self.answers.given[question]
            )
            for question, option in found
        ]

    def _unanswered(self, level: Urgency) -> list[str]:
        """Return the open questions that gave the level, the critical ones of each rule."""
        book = self.answers.questionnaire
        asked = [
            question
            for rule in self.assessment.open
            if rule.counts and rule.rule.urgency.one_below() >= level
            for question in rule.ask
            if book[question].critical
        ]
        return list(dict.fromkeys(asked))

    def _opened(self, questions: list[str], room: int) -> list[str]:
        """Return what could not be answered, as many labels as there are words left for."""
        if not questions:
            return []
        book = self.answers.questionnaire
        found = [self._say("open_one" if len(questions) == 1 else "open_some")]
        room -= len(found[0].split())
        for question in questions[: _file().most_open]:
            label = _sentence(book[question].label)
            room -= len(label.split())
            if room >= 0 or len(found) == 1:
                found.append(label)
        return found


def _sentence(clause: str) -> str:
    return f"{clause[:1].upper()}{clause[1:]}."
