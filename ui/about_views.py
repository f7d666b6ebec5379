"""The parts of the page "How it works": rules and questions to look up, and a person to try."""

from functools import cache

import streamlit as st

from backwatch import __version__, accuracy, how_it_works, rule_search, triage, urgency
from backwatch.conditions import NOT_SURE
from backwatch.questionnaire import Answers, Question, Value, questionnaire
from backwatch.rule_search import Hit
from backwatch.sources import cite, sources
from backwatch.triage import Assessment
from backwatch.urgency import Urgency
from ui import cards, rule_html, state

MOST_RULES, MOST_QUESTIONS = 15, 8  # found ones that are drawn, the best first
MOST_CHANGES = 5
NO_ANSWER = "no_answer"
QUESTIONS = "questions"


# --- one rule by its address ---


def _leave_rule() -> None:
    st.query_params.from_dict({})


def linked_rule() -> None:
    """Show the rule that the address names (?rule=E07), or say calmly that there is none."""
    asked = st.query_params.get("rule", "")
    if not asked:
        return
    rule = rule_html.rules_by_id().get(asked.strip().upper())
    if rule is None:
        st.warning("We have no rule at this address. Look it up below by a word.")
        return
    with st.container(key="card_rule"):
        st.header(cards.markdown(rule.title), anchor=False)
        st.html(
            f'<p class="bw-level">{rule_html.level_words(rule.urgency)} '
            f'<span class="bw-tag">{rule.id}</span></p>'
        )
        # A heading of the third rank, so that those of the rule's parts do not skip one.
        body = rule_html.rule_body(rule.id)
        st.html(f'<div class="bw-rule open"><h3>About this rule</h3>{body}</div>')
        st.button("Close this rule", key="go_close_rule", on_click=_leave_rule)


# --- what it does and cannot do ---


def limits() -> None:
    """Show what the check cannot do."""
    with st.container(key="card_limits"):
        st.header("What it cannot do", anchor=False)
        cards.bullets([*urgency.everywhere(), *how_it_works.words().limits])


def principles() -> None:
    """Show how answers become a level."""
    with st.container(key="card_how"):
        st.header("How answers become a level", anchor=False)
        cards.bullets(how_it_works.words().principles)


def privacy() -> None:
    """Show where the answers are."""
    with st.container(key="card_privacy"):
        st.header("Where your answers are", anchor=False)
        cards.text(
            "They are in one file on this computer. Backwatch sends nothing to anybody. Other "
            "people who use this computer with your account can read the file."
        )


# --- look up ---


@cache
def _show_name(name: str) -> str:
    book = triage.rule_book()
    if name == QUESTIONS:
        return f"All questions ({len(book.questions.questions)})"
    level = Urgency.from_id(name)
    count = sum(rule.urgency is level for rule in book.rules)
    return f"Level {level.value}: {urgency.levels()[level].title} ({count})"


def look_up() -> None:
    """Show the search, and what it finds; without a search, one level or the questions."""
    with st.container(key="card_lookup"):
        st.header("Look up a rule or a question", anchor=False)
        query = st.text_input(
            "Search by everyday words, such as “pee” or “losing weight”",
            key="rule_search",
            max_chars=100,
            type="search",
        )
        if (query or "").strip():
            _results(rule_search.index().find(query or ""))
            return
        show = st.segmented_control(
            "Or show all of one kind",
            [*(level.id for level in sorted(Urgency, reverse=True)), QUESTIONS],
            default=Urgency.EMERGENCY.id,
            required=True,
            format_func=_show_name,
            key="ans_rules",
            wrap=True,
            persist_state="page",
        )
        if show == QUESTIONS:
            st.html(rule_html.every_question())
        else:
            st.html(rule_html.one_level(Urgency.from_id(show or Urgency.EMERGENCY.id)))


def _results(hits: tuple[Hit, ...]) -> None:
    rules = [hit.id for hit in hits if hit.kind == "rule"]
    questions = [hit.id for hit in hits if hit.kind == "question"]
    if not hits:
        st.html(
            '<p class="bw-p" role="status">Nothing found for these words. Try one word, such as '
            "“cough”, “numb”, “night” or “smoking”.</p>"
        )
        return
    shown, asked = rules[:MOST_RULES], questions[:MOST_QUESTIONS]
    said = f"{_count(len(rules), 'rule')} and {_count(len(questions), 'question')} found."
    if len(shown) < len(rules) or len(asked) < len(questions):
        said += " The best are shown. One more word finds fewer."
    by_id = rule_html.rules_by_id()
    only = len(hits) == 1
    parts = [f'<p class="bw-note" role="status">{said}</p>']
    for level in sorted(Urgency, reverse=True):
        if here := [found for found in shown if by_id[found].urgency is level]:
            title = rule_html.level_words(level)
            parts += [
                f'<h3 class="bw-level">{title}</h3>',
                rule_html.rules(here, opened=only),
            ]
    if asked:
        parts += ["<h3>Questions</h3>", rule_html.questions(asked, opened=only)]
    st.html("".join(parts))


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


# --- try it ---


def try_it() -> None:
    """Let somebody change a made-up person's answers and see the level. Nothing is saved."""
    people = {person.id: person for person in how_it_works.starting_people()}
    with st.container(key="card_try"):
        st.header("Try it with a made-up person", anchor=False)
        cards.text("This is not your check. Nothing here is saved, and it says nothing about you.")
        chosen = st.segmented_control(
            "Start with",
            list(people),
            default=next(iter(people)),
            required=True,
            format_func=lambda name: people[name].name,
            key="ans_try_person",
            wrap=True,
        )
        person = people.get(chosen or "", next(iter(people.values())))
        cards.note(person.about)
        answers = person.read()
        changed: list[str] = []
        while len(changed) < MOST_CHANGES:
            after = _change(answers, changed)
            if after is None:
                break
            answers = after
        given = answers.given
        _tried(answers, state.made_of("tried", given, lambda: triage.rule_book().assess(answers)))


def _change(answers: Answers, changed: list[str]) -> Answers | None:
    """Ask for one more change; None while it is not chosen yet."""
    book, number = questionnaire(), len(changed) + 1
    free = [
        q.id
        for q in book
        if (q.choices or q.type == "number") and q.id not in changed and answers.applies(q.id)
    ]
    name = st.selectbox(
        "Change an answer" if number == 1 else f"Change another answer ({number})",
        free,
        index=None,
        format_func=lambda q: book[q].label,
        placeholder="Choose a question",
        key=f"try_question_{number}",
    )
    if name is None:
        return None
    question = book[name]
    cards.note(f"So far: {question.words(answers.given.get(name))}.")
    given = _new_answer(question, number)
    if given is None:
        return None
    changed.append(name)
    return answers.with_answer(name, None if given == NO_ANSWER else question.read(given))


def _new_answer(question: Question, number: int) -> Value | None:
    """Ask for the other answer; NO_ANSWER takes it away, None is nothing chosen yet."""
    words = {**question.choices, NO_ANSWER: "No answer"}
    key = f"try_{number}_{question.id}"
    if question.type == "number":
        return st.number_input(
            question.text,
            min_value=int(question.min),
            max_value=int(question.max),
            value=None,
            step=1,
            width=200,
            key=f"num_{key}",
        )
    if question.type == "multi":
        found = st.pills(
            question.text,
            list(dict.fromkeys([*question.choices, NOT_SURE])),
            selection_mode="multi",
            format_func=question.words,
            key=f"ans_{key}",
            wrap=True,
        )
        return tuple(found) or None
    if question.type == "single":
        return st.radio(
            question.text,
            list(words),
            index=None,
            format_func=words.get,
            width="stretch",
            key=f"opt_{key}",
        )
    return st.segmented_control(
        question.text, list(words), format_func=words.get, key=f"ans_{key}", wrap=True
    )


def _tried(answers: Answers, found: Assessment) -> None:
    """Show a made-up person's level and the rules behind it."""
    book = questionnaire()
    if found.level is None:
        level = '<p class="title">No level: the check is for adults</p>'
    else:
        number = f"Level {found.level.value} of {len(Urgency)}"
        said = f"At least {number[0].lower()}{number[1:]}" if found.at_least else number
        title = cards.escape(urgency.levels()[found.level].title)
        level = (
            f'<div class="top">{cards.ladder(found.level)}<b>{said}</b></div>'
            f'<p class="title">{title}</p>'
        )
    reasons = rule_html.bullets(
        f"<b>{cards.escape(reason.rule.title)}</b> ({reason.rule.id})"
        + (f"<br>{cards.escape(_said(reason.answers))}" if reason.answers else "")
        for reason in found.reasons
    )
    holds = f"<h4>Rules that hold</h4>{reasons}" if found.reasons else "<p>No rule holds.</p>"
    left = [o.rule for o in found.open if found.level is None or o.rule.urgency > found.level]
    unsettled = rule_html.bullets(f"{cards.escape(rule.title)} ({rule.id})" for rule in left)
    missing = "; ".join(book[q].label for q in found.missing)
    st.html(
        '<div class="bw-try"><h3><span class="bw-tag">Made-up person</span> '
        f'What the check would say</h3><div role="status">{level}</div>{holds}'
        f"{f'<h4>Still open, and more urgent</h4>{unsettled}' if left else ''}"
        f"{f'<p>Not answered: {cards.escape(missing)}.</p>' if missing else ''}</div>"
    )


def _said(answers: dict[str, Value]) -> str:
    book = questionnaire()
    return "; ".join(book[q].said(value) for q, value in answers.items())


# --- how often it was right, and reviewing ---


def counted() -> None:
    """Show for how many made-up people the level was right, where somebody has counted."""
    found = accuracy.accuracy()
    if found is None:
        return
    counts, version = found.counts, triage.rule_book().version
    titles = {level: words.title for level, words in urgency.levels().items()}
    rows = [(titles[level], count) for level, count in counts.by_level.items()]
    body = "".join(
        f'<tr><th scope="row">{cards.escape(title)}</th><td>{count.people}</td>'
        f"<td>{count.right}</td><td>{count.over}</td><td>{count.under}</td></tr>"
        for title, count in (*rows, ("All", counts))
    )
    with st.container(key="card_accuracy"):
        st.header(cards.markdown(found.title), anchor=False)
        cards.text(" ".join(found.sentences))
        st.html(
            '<table class="bw-table"><thead><tr><th scope="col">The least that is right</th>'
            '<th scope="col">People</th><th scope="col">Right</th><th scope="col">Too high</th>'
            f'<th scope="col">Too low</th></tr></thead><tbody>{body}</tbody></table>'
        )
        cards.text(found.over_triage)
        if found.others:
            st.subheader("What studies found for others", anchor=False)
            st.html(rule_html.bullets(map(_other, found.others)))
        cards.text(found.compare)
        old = "" if counts.rules_version == version else " The rules have changed since then."
        cards.note(f"Counted with rules {counts.rules_version}.{old}")


def _other(other: accuracy.Other) -> str:
    words, url = cards.escape(cite(other.source, other.place)), sources()[other.source].url
    if url:
        url = cards.escape(url)
        words = f'<a href="{url}" target="_blank" rel="noreferrer noopener">{words}</a>'
    return (
        f"<b>{cards.escape(other.name)}</b>, {other.year}: {other.right_percent}% of {other.tests} "
        f"tests right, {other.emergencies_right_percent}% of the emergencies. {words}"
    )


def review() -> None:
    """Show what a reviewer looks at and signs, and whether somebody has."""
    words, by = how_it_works.words().review, triage.rule_book().reviewed_by
    with st.container(key="card_review"):
        st.header("For doctors and nurses: how to review", anchor=False)
        cards.text(words.lead)
        cards.bullets(words.looks_at)
        cards.text(words.signs)
        cards.text(f"Reviewed by {by}." if by else words.until)
        cards.note(words.more)


def versions() -> None:
    """Show which program and which rules these are."""
    book = triage.rule_book()
    by = book.reviewed_by or "nobody yet"
    cards.note(f"Backwatch {__version__}. Rules {book.version}, reviewed by {by}.")
