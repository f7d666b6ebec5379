"""Learn: the list of articles, or the one that the address names (?article=when-to-get-help)."""

import streamlit as st

from backwatch import article_html, articles
from ui import cards, menu


def _open(slug: str | None) -> None:
    # A link to this same page would leave the old address behind, and with it Back and Reload.
    st.query_params.from_dict({"article": slug} if slug else {})


def _one(article: articles.Article) -> None:
    st.button("All articles", icon=":material/arrow_back:", on_click=_open, args=(None,))
    st.title(article.title, anchor=False)
    cards.lead(article.summary)
    cards.note(article.note)
    for part in article_html.parts(article):
        if not isinstance(part, article_html.SeePart):
            st.html(part.html)
    st.page_link(
        menu.page("check"), label="Check how soon to get help", icon=":material/fact_check:"
    )


def _all() -> None:
    st.title("Learn", anchor=False)
    cards.lead("Plain words about back pain and lung cancer. Each page says who says what.")
    for article in articles.articles():
        with st.container(key=f"card_{article.slug}"):
            st.header(article.title, anchor=False)
            cards.text(article.summary)
            cards.note(article.note)
            st.button(f"Read: {article.title}", on_click=_open, args=(article.slug,))


asked = st.query_params.get("article", "")
chosen = articles.article(asked)
if chosen is not None:
    _one(chosen)
else:
    if asked:
        st.warning("We have no article at this address. Choose one from the list.")
    _all()
