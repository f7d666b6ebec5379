"""How it works: what the level rests on, every rule with its sources, limits and privacy."""

import streamlit as st

from backwatch import __version__, triage, urgency
from backwatch.sources import cite
from ui import cards

book = triage.rule_book()
st.title("How it works", anchor=False)
cards.lead("Fixed rules look at your answers. The most urgent rule that fits decides the level.")
with st.container(key="card_limits"):
    st.header("What it cannot do", anchor=False)
    cards.bullets(
        [
            *urgency.everywhere(),
            "It is for adults.",
            "A calm level is not a promise. Get care if you are worried.",
            "An answer that is missing or not sure never counts as no.",
        ]
    )
with st.container(key="card_privacy"):
    st.header("Where your answers are", anchor=False)
    cards.text(
        "They are in one file on this computer. Backwatch sends nothing to anybody. Other people "
        "who use this computer with your account can read the file."
    )
st.header(f"All {len(book.rules)} rules", anchor=False)
for level, words in sorted(urgency.levels().items(), reverse=True):
    rules = [rule for rule in book.rules if rule.urgency is level]
    with st.expander(f"{words.title} ({len(rules)})"):
        for rule in rules:
            cited = [(cite(source, place), "") for source, place in rule.sources.items()]
            cards.reason(rule.title, [], f"{rule.why} {rule.note}".strip(), cited)
cards.note(f"Backwatch {__version__}. Rules {book.version}.")
