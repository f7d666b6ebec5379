"""What an article is made of: its blocks, and how to walk through them in reading order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

BOXES = ("danger", "disagree", "note", "numbers")
PICTURES = ("lungs-and-back", "spine-and-cord", "five-ways")
CHECK = "check"  # the one page that `see:` may name besides the articles


@dataclass(frozen=True)
class Heading:
    """A heading of level 2 or 3; `anchor` is unique in its article."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True)
class Paragraph:
    """Plain text, **bold** its only mark, and the ids of the claims it rests on."""

    text: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Listing:
    """A bulleted list. `lead` is the line before it when that line ends with a colon."""

    lead: Paragraph | None
    items: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Dots:
    """`on` of `of` dots filled, one dot a person."""

    on: int
    of: int


@dataclass(frozen=True)
class Box:
    """A panel of one of BOXES. It holds paragraphs, lists and dots, never a heading or a box."""

    kind: str
    title: str
    blocks: "tuple[Block, ...]"


@dataclass(frozen=True)
class Picture:
    """One of PICTURES, with the paragraphs and lists that say the same in words."""

    name: str
    title: str
    blocks: "tuple[Block, ...]"


@dataclass(frozen=True)
class Row:
    """A row of a comparison: its name, one cell for each column, and its claims."""

    name: str
    cells: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Compare:
    """A comparison, row by row. Every row has as many cells as there are `columns`."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class See:
    """A way to another article, to a heading in it (`anchor`), or to the CHECK.

    `line` is where it stands in the file, for messages.
    """

    slug: str
    anchor: str | None
    line: int = field(default=0, compare=False)


Block = Heading | Paragraph | Listing | Dots | Box | Picture | Compare | See


def paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """Yield all that has claims, in reading order: paragraphs, list leads, list items, table rows.

    A row of a comparison comes as one paragraph, its name and cells joined by " | ".
    """
    for block in blocks:
        match block:
            case Paragraph():
                yield block
            case Listing(lead, items):
                if lead is not None:
                    yield lead
                yield from items
            case Box(_, _, inner) | Picture(_, _, inner):
                yield from paragraphs(inner)
            case Compare(_, _, rows):
                for row in rows:
                    yield Paragraph(" | ".join((row.name, *row.cells)), row.claims)


def claims_of(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Return the claim ids of `blocks`, each once, in the order of their first use."""
    return tuple(dict.fromkeys(claim for one in paragraphs(blocks) for claim in one.claims))


def words_of(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield all text that a person reads in `blocks`, titles and table cells included."""
    for block in blocks:
        match block:
            case Heading(_, text, _):
                yield text
            case Box(_, title, inner) | Picture(_, title, inner):
                yield title
                yield from words_of(inner)
            case Compare(title, columns, rows):
                yield title
                yield from columns
                for row in rows:
                    yield row.name
                    yield from row.cells
            case _:
                yield from (one.text for one in paragraphs([block]))


def anchors_of(blocks: Iterable[Block]) -> dict[str, str]:
    """Return the text of each heading among `blocks` by its anchor, in reading order."""
    return {block.anchor: block.text for block in blocks if isinstance(block, Heading)}
