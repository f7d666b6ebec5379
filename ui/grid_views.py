"""From paper: a fast grid to type in a paper diary, two weeks at a time.

Each row is a day with the six boxes of the sheet. A danger sign stops everything at once.
"""

import datetime as dt

import streamlit as st

from backwatch import grid, urgency
from backwatch.outputs import papers
from backwatch.questionnaire import questionnaire
from backwatch.urgency import Urgency
from ui import cards, check_emergency, data_state, forms, frame, grid_state, state

_WIDTHS = (1.15, 0.8, 0.8, 1, 1.9, 1, 1.9)
_CHOICES = {
    grid_state.BESIDE: "Keep them beside it, as a second entry",
    grid_state.LEAVE_OUT: "Leave these rows out",
}


def show() -> None:
    """Show the sheet to type in."""
    with st.container(key="card_paper"):
        st.header("Type in a paper diary", anchor=False)
        cards.text(
            "The boxes have the numbers of the printed sheet. Press Tab to go from box to box. "
            "An empty box means “not recorded”, and 0 is 0."
        )
        _taken_back()
        _sheet()


def alarm() -> bool:
    """Show what to do about a danger sign on the sheet, until the person goes past it."""
    signs = grid_state.sheet()["alarm"]
    if not signs:
        return False
    where, level = frame.country(), urgency.levels()[Urgency.EMERGENCY]
    check = state.open_check() or state.last_check()
    cancer = state.has_cancer(state.answers(check) if check else questionnaire().read({}))
    cards.result_panel(
        Urgency.EMERGENCY,
        title=level.title,
        sentences=[
            *(_said(sign) for sign in signs),
            urgency.fill(level.action_cancer if cancer else level.action, where),
        ],
        call=frame.call_button(where),
    )
    check_emergency.until_help_comes(where)
    cards.text(
        "Was it on an earlier day, and is it over? Then do the check next. It says how soon to get "
        "help. What you typed is kept here and is not saved yet."
    )
    cards.link("check", "Check how soon to get help")
    with st.container(horizontal=True, key="buttons_paper_alarm"):
        st.button("I typed it by mistake", key="go_paper_mistake", on_click=grid_state.mistyped)
        st.button(
            "I have read this. Go on typing",
            key="go_on",
            type="tertiary",
            on_click=grid_state.go_past,
        )
    return True


def _said(sign: grid.Sign) -> str:
    label = questionnaire()[sign.question].label if sign.question else "yes, not written which"
    return f"Danger sign on paper, {cards.day(sign.day)}: {label[:1].lower()}{label[1:]}."


def _taken_back() -> None:
    """Show the way back from the sheet that was just saved."""
    step = grid_state.last_step()
    if step is None:
        return
    import_id, count = step
    with st.container(horizontal=True, vertical_alignment="center", key="undo_paper"):
        days = "1 day is" if count == 1 else f"{count} days are"
        st.html(f'<p class="bw-p">{days} saved from paper.</p>', width="content")
        st.button(
            "Take them back",
            key=f"change_paper_{import_id}",
            on_click=data_state.take_back,
            args=(import_id,),
        )


@st.fragment
def _sheet() -> None:
    """Draw the boxes. A part of its own: a key in one box draws no more than this anew."""
    state.look_again()
    found = grid_state.sheet()
    start = st.date_input(
        "First day on the sheet",
        value=grid_state.first(),
        max_value=state.today(),
        min_value=dt.date(1900, 1, 1),
        format="DD/MM/YYYY",
        key=grid_state.key("date", "first"),
    )
    found["first"] = start.isoformat() if isinstance(start, dt.date) else None
    rows = grid_state.rows()
    if not rows:
        cards.note("Choose the first day. Then the rows come, up to today.")
        return
    there = grid_state.has_entries([day for day, _ in rows])
    if there:
        named = ", ".join(cards.day(day, weekday=False) for day in sorted(there))
        cards.note(f"Days that have an entry already: {named}. Nothing there is changed.")
    _boxes(rows)
    grid_state.keep()
    if grid_state.raise_alarm():
        st.rerun()
    _save()


def _boxes(rows: grid_state.Rows) -> None:
    items = papers.words().items
    with st.expander("What to write, and the letters of the danger signs"):
        for item in items:
            cards.note(f"{item.number} {item.title}: {_hint(item)}.")
        cards.bullets(f"{letter}: {label}" for letter, label in papers.sign_labels().items())
    heads = "".join(
        f"<span><b>{item.number}</b> {cards.escape(item.title)}</span>" for item in items
    )
    st.html(f'<div class="bw-paper" aria-hidden="true"><span>Day</span>{heads}</div>')
    with st.container(key="paper_rows", gap=None):
        for row, (day, _) in enumerate(rows):
            labels = grid_state.labels(day)
            with st.container(key=f"paper_row_{row}", gap=None):
                cells = st.columns(_WIDTHS, gap="xxsmall", vertical_alignment="center")
                cells[0].html(f'<p class="bw-p">{grid.named(day)}</p>')
                for item, cell in zip(items, cells[1:], strict=True):
                    typed = cell.text_input(
                        labels[item.field],
                        value=grid_state.cell(row, item.field),
                        key=grid_state.key("txt", f"{row}_{item.field}"),
                        live="700ms" if item.kind == "signs" else False,
                        autocomplete="off",
                    )
                    grid_state.put(row, item.field, typed or "")


def _hint(item: papers.Item) -> str:
    said = papers.words()
    if item.kind == "nights":
        return ", ".join(said.nights)
    if item.kind == "signs":
        return f"no, or letters from A to {list(papers.sign_letters())[-1]}"
    if item.field == "medicines":
        return f"{item.hint}; a semicolon before the next one"
    return item.hint


def _save() -> None:
    """Show the choice for days that have an entry, Save, and what must be put right."""
    found, typed = grid_state.sheet(), grid_state.rows()
    taken = [day for day, cells in typed if any(cells.values())]
    choice = None
    if grid_state.has_entries(taken):
        choice = st.radio(
            "Some of these days have an entry already. What becomes of your rows for them?",
            list(_CHOICES),
            index=None,
            format_func=_CHOICES.get,
            key=grid_state.key("opt", "taken"),
        )
    beside = st.container()
    with st.container(horizontal=True, vertical_alignment="center", key="buttons_paper"):
        pressed = forms.pressed("Save these days", "go_paper", of="paper", type="primary")
        if grid_state.is_typed() and st.button("Empty the sheet", key="change_paper_empty"):
            grid_state.clear()
            st.rerun()
    if pressed:
        problems = grid_state.save(choice)
        found["wrong"] = [problems, _state(choice)]
        if not problems:
            found["wrong"] = []
            st.rerun()
    if found["wrong"] and found["wrong"][1] == _state(choice):
        with beside:
            st.error(
                "\n".join(f"- {cards.markdown(p)}" for p in grid_state.some(found["wrong"][0]))
            )


def _state(choice: str | None) -> str:
    """Return what the sentences beside Save were about: they go when something else is typed."""
    found = grid_state.sheet()
    return f"{choice} {found['first']} {sorted(found['cells'].items())}"
