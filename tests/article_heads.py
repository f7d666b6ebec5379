"""Write the claims and sources that each article rests on into its front matter.

`python -m tests.article_heads` names the articles that are out of date, `--write` writes them.
"""

import re
import sys
import textwrap
from collections.abc import Iterable
from pathlib import Path

from backwatch import paths
from backwatch.article_blocks import claims_of
from backwatch.article_reader import read_blocks
from backwatch.articles import sources_of

FOLDER = paths.CONTENT / "articles"
_FIELD = re.compile(r"^(?:claims|sources):.*\n(?:[ \]].*\n)*", re.MULTILINE)


def with_head(text: str, name: str) -> str:
    """Return the text of an article with the claims and sources that its body rests on."""
    opening, head, body = text.split("---\n", 2)
    above = head.count("\n") + 2
    lines = [(n, line.rstrip()) for n, line in enumerate(body.splitlines(), above + 1)]
    cited = claims_of(read_blocks(name, lines))
    kept = _FIELD.sub("", head)
    new = _field("claims", cited) + _field("sources", sources_of(cited))
    before, by, after = kept.partition("written_by:")
    return f"{opening}---\n{before}{new}{by}{after}---\n{body}"


def _field(name: str, ids: Iterable[str]) -> str:
    lines = textwrap.wrap(", ".join(ids), 96, break_long_words=False, break_on_hyphens=False)
    if not lines:
        return f"{name}: []\n"
    return f"{name}:\n  [" + "\n  ".join(lines) + "]\n"


def stale() -> list[Path]:
    """Return the articles whose front matter is not what `with_head` would write."""
    files = sorted(FOLDER.glob("*.md"))
    texts = {path: path.read_text(encoding="utf-8") for path in files}
    return [path for path, text in texts.items() if with_head(text, path.name) != text]


if __name__ == "__main__":
    for path in stale():
        print(path.name)
        if "--write" in sys.argv[1:]:
            text = path.read_text(encoding="utf-8")
            path.write_text(with_head(text, path.name), encoding="utf-8")
