"""Rules and questions as HTML, made once for each: the rule files cannot change while we run."""

from collections.abc import Iterable
from functools import cache

from backwatch import how_it_works, plain_rules, triage, urgency
from backwatch.how_it_works import PublishedCase
from backwatch.plain_rules import Line
from backwatch.questionnaire import questionnaire
from backwatch.sources import SEEN_WORDS, cite, source
from backwatch.triage import Rule
from backwatch.urgency import Urgency
from ui import cards

_FOR_WHOM = {
    "cancer": "For people who have or had cancer, or are in tests for it.",
    "no_cancer": "For people without cancer.",
}


@cache
def rules_by_id() -> dict[str, Rule]:
    """Return the rules by their public names."""
    return {rule.id: rule for rule in triage.rule_book().rules}


def tree(line: Line) -> str:
    """Return a line with those below it as nested lists."""
    if not line.children:
        return f'<p class="bw-when">{cards.escape(line.text)}</p>'
    return f'<p class="bw-when">{cards.escape(line.text)}</p>{_branches(line.children)}'


def _branches(lines: Iterable[Line]) -> str:
    items = "".join(
        f"<li>{cards.escape(line.text)}{_branches(line.children) if line.children else ''}</li>"
        for line in lines
    )
    return f'<ul class="bw-tree">{items}</ul>'


def bullets(items: Iterable[str]) -> str:
    """Return a list of ready HTML items."""
    return f'<ul class="bw-list">{"".join(f"<li>{item}</li>" for item in items)}</ul>'


def level_words(level: Urgency) -> str:
    """Return a level's bars, number and title."""
    words = cards.escape(urgency.levels()[level].title)
    return f"{cards.ladder(level, small=True)} <span>{words}</span>"


def _cited(name: str, place: str) -> str:
    cited = source(name)
    words = cards.escape(cite(name, place))
    if cited.url:
        url = cards.escape(cited.url)
        words = f'<a href="{url}" target="_blank" rel="noreferrer noopener">{words}</a>'
    dated = f"Date: {cited.dated or 'not known'}"
    return f"{words}. {cards.escape(dated)}. {cards.escape(SEEN_WORDS[cited.seen])}."


def _case(case: PublishedCase) -> str:
    levels = " or ".join(urgency.levels()[one].title for one in case.urgencies)
    other = "" if case.holds else " This rule does not hold."
    said = case.said.rstrip(".")
    return f"{cards.escape(said)}.{other} <b>{cards.escape(levels or 'No level under 18')}</b>."


def _cases(rule_id: str) -> str:
    found = how_it_works.published_cases().get(rule_id)
    if found is None:
        return ""
    more = f'<p class="bw-note">{found.more} more in the tests.</p>' if found.more else ""
    return f"<h4>Written cases</h4>{bullets(map(_case, found.shown))}{more}"


@cache
def rule_body(rule_id: str) -> str:
    """Return all there is to know about a rule, below its title."""
    rule, book = rules_by_id()[rule_id], triage.rule_book()
    for_whom = _FOR_WHOM.get(rule.pathway, "For everybody.")
    note = f"<h4>Note</h4><p>{cards.escape(rule.note)}</p>" if rule.note else ""
    sources = (_cited(name, place) for name, place in rule.sources.items())
    return (
        f"<p>{cards.escape(rule.why)}</p>"
        f"<h4>When it holds</h4>{tree(plain_rules.rule_words(book, rule))}"
        f"<h4>Who says so</h4><p>{cards.escape(plain_rules.basis_words(rule))}</p>"
        f"{bullets(sources)}{note}{_cases(rule_id)}"
        f'<p class="bw-note">{for_whom} Rules {cards.escape(book.version)}. '
        f'<a href="?rule={rule_id}" target="_self">Address of rule {rule_id}</a></p>'
    )


def _folded(title: str, tag: str, body: str, *, opened: bool) -> str:
    return (
        f'<details class="bw-rule"{" open" if opened else ""}><summary>{cards.escape(title)} '
        f'<span class="bw-tag">{cards.escape(tag)}</span></summary><div>{body}</div></details>'
    )


def rules(ids: Iterable[str], *, opened: bool = False) -> str:
    """Return rules that fold out, in the order given."""
    by_id = rules_by_id()
    return "".join(_folded(by_id[i].title, i, rule_body(i), opened=opened) for i in ids)


@cache
def question_body(question_id: str) -> str:
    """Return all there is to know about a question, below its label."""
    book = triage.rule_book()
    question = questionnaire()[question_id]
    words = plain_rules.question_words(book, question)
    asked = "<p>Always.</p>" if words.asked is None else tree(words.asked)
    used = bullets(f"{cards.escape(rule.title)} ({rule.id})" for rule in words.rules)
    opens = "; ".join(other.label for other in words.opens)
    return (
        f"<p><b>{cards.escape(question.text)}</b></p>"
        f"{f'<p>{cards.escape(question.help)}</p>' if question.help else ''}"
        f"<h4>Answers</h4>{bullets(map(cards.escape, words.answers))}"
        f"<h4>When it is asked</h4>{asked}"
        f"<h4>How it counts</h4>{bullets(map(cards.escape, (*words.marks, words.blank)))}"
        f"{f'<p>It decides if these are asked: {cards.escape(opens)}.</p>' if opens else ''}"
        f"<h4>Rules that look at it</h4>{used if words.rules else '<p>None.</p>'}"
    )


def questions(ids: Iterable[str], *, opened: bool = False) -> str:
    """Return questions that fold out, in the order given."""
    book = questionnaire()
    topics = {section.id: section.title for section in book.sections}
    return "".join(
        _folded(book[i].label, topics[book[i].section], question_body(i), opened=opened)
        for i in ids
    )


@cache
def one_level(level: Urgency) -> str:
    """Return every rule of a level, folded."""
    here = [rule.id for rule in triage.rule_book().rules if rule.urgency is level]
    return f'<h3 class="bw-level">{level_words(level)}</h3>{rules(here)}'


@cache
def every_question() -> str:
    """Return every question of the check by its part, folded."""
    book = questionnaire()
    return "".join(
        f"<h3>{cards.escape(part.title)}</h3>"
        f"{questions(q.id for q in book if q.section == part.id)}"
        for part in book.sections
    )
