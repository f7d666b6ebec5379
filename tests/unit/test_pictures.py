"""The pictures of Learn: safe to put on a page, to be read on a phone, in the dark and on paper."""

import re
from html.parser import HTMLParser

import pytest
import textstat

from backwatch import paths, pictures, yaml_files
from backwatch.yaml_files import DataFileError

ALL = pytest.mark.parametrize("picture", pictures.pictures().values(), ids=lambda one: one.name)
STYLE = (paths.ROOT / "ui" / "bw.css").read_text(encoding="utf-8")
TOKENS = dict(re.findall(r"(--bw-[a-z-]+):light-dark\((#\w{6},#\w{6})\)", STYLE))
ON_A_PHONE = 294  # px: what a box in an article leaves of 360
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 100">{}</svg>'


class Texts(HTMLParser):
    """Every <text> as (words, its font size, the width of its drawing), sizes inherited."""

    def __init__(self, markup):
        super().__init__()
        self.sizes, self.found, self.width = [None], [], 0
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "svg":
            self.width = int(attributes["viewbox"].split()[2])
        self.sizes.append(attributes.get("font-size", self.sizes[-1]))

    def handle_endtag(self, tag):
        self.sizes.pop()

    def handle_data(self, data):
        if data.strip():
            self.found.append((data, self.sizes[-1], self.width))


def drawing(folder, inside, whole=SVG):
    path = folder / "one.svg"
    path.write_text(whole.replace("{}", inside), encoding="utf-8")
    return pictures.read_drawing(path)


def refused(folder, inside, whole=SVG):
    with pytest.raises(DataFileError) as error:
        drawing(folder, inside, whole)
    message = str(error.value)
    assert message.startswith("one.svg"), message
    assert str(folder) not in message
    return message


def light(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(part * by for part, by in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one, other):
    """Return the lower of the two contrasts, by day and in the dark."""
    pairs = zip(TOKENS[one].split(","), TOKENS[other].split(","), strict=True)
    sorted_pairs = (sorted((light(a), light(b))) for a, b in pairs)
    return min((high + 0.05) / (low + 0.05) for low, high in sorted_pairs)


# --- what a person gets ---


def test_the_three_pictures_that_articles_may_show_are_there():
    assert list(pictures.pictures()) == ["lungs-and-back", "spine-and-cord", "five-ways"]


def test_a_picture_that_is_not_there_is_an_error_and_never_an_empty_space():
    with pytest.raises(DataFileError, match="no picture called 'heart'"):
        pictures.picture("heart")


@ALL
def test_someone_who_cannot_see_the_picture_hears_the_same_in_plain_words(picture):
    assert len(picture.alt.split()) <= 60
    assert max(len(one.split()) for one in re.split(r"(?<=[.:]) ", picture.alt)) <= 20
    assert textstat.flesch_kincaid_grade(picture.alt) <= 8


@ALL
def test_every_label_can_be_read_on_a_narrow_phone(picture):
    texts = Texts(picture.markup).found
    assert texts
    for words, size, width in texts:
        assert size is not None, words
        assert float(size) * ON_A_PHONE / width >= 12, words


@ALL
def test_the_labels_are_short_and_scare_nobody(picture):
    words = " ".join(words for words, _, _ in Texts(picture.markup).found)
    assert len(words.split()) <= 80
    scare = r"(?i)\b(dead|fatal|kill|terrif|alarm|grim|safe|worry|serious|tumou?r)"
    assert not re.search(scare, f"{words} {picture.alt} {picture.title}")


@ALL
def test_everything_a_picture_shows_rests_on_claims_with_sources(picture):
    records = [
        record
        for name in ("claims.yaml", "claims_more.yaml")
        for record in yaml_files.read(paths.CONTENT / name)["claims"]
    ]
    known = {record["id"] for record in records}
    assert set(picture.claims) <= known
    assert len(set(picture.claims)) == len(picture.claims)


def test_every_drawing_belongs_to_one_picture():
    entries = yaml_files.read(paths.CONTENT / "pictures.yaml")["pictures"]
    used = [drawing for entry in entries for drawing in entry["drawings"]]
    assert sorted(used) == sorted(one.stem for one in (paths.CONTENT / "pictures").glob("*"))


# --- colours: by day, in the dark, and for people who see few of them ---


@ALL
def test_a_picture_uses_only_colours_that_the_style_sheet_has(picture):
    used = set(re.findall(r"var\((--bw-[a-z-]+)\)", picture.markup))
    assert used
    assert used <= set(TOKENS)


@pytest.mark.parametrize(
    ("text", "behind"),
    [
        ("--bw-ink", "--bw-card"),
        ("--bw-ink", "--bw-pic-lung"),
        ("--bw-soft", "--bw-card"),
        ("--bw-card", "--bw-ink"),
    ],
)
def test_words_stand_out_by_day_and_in_the_dark(text, behind):
    assert contrast(text, behind) >= 4.5


@pytest.mark.parametrize(
    ("line", "behind"),
    [
        *(("--bw-edge", one) for one in ("--bw-card", "--bw-pic-skin")),
        *(("--bw-soft", f"--bw-pic-{one}") for one in ("skin", "lung", "bone", "disc", "vessel")),
        *(("--bw-pine-ink", f"--bw-pic-{one}") for one in ("skin", "lung")),
        *(("--bw-night", f"--bw-pic-{one}") for one in ("skin", "lung", "bone", "cord", "disc")),
        *(("--bw-umber", f"--bw-pic-{one}") for one in ("skin", "lung", "bone", "growth")),
        *(("--bw-ink", f"--bw-pic-{one}") for one in ("skin", "bone", "disc", "growth", "vessel")),
        *((one, "--bw-card") for one in ("--bw-soft", "--bw-night", "--bw-umber", "--bw-day")),
    ],
)
def test_lines_stand_out_by_day_and_in_the_dark(line, behind):
    assert contrast(line, behind) >= 3


def test_in_forced_colours_every_colour_of_the_pictures_is_one_of_the_persons_own():
    [block] = re.findall(r"\.bw-picture\{forced-color-adjust:none;(.+?)\}", STYLE, re.S)
    own = dict(re.findall(r"(--bw-[a-z-]+):(\w+)", block))
    markup = "".join(one.markup for one in pictures.pictures().values())
    assert set(re.findall(r"var\((--bw-[a-z-]+)\)", markup)) <= set(own)
    assert set(own.values()) == {"Canvas", "CanvasText"}


# --- nothing in a drawing can run, load or point anywhere ---


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<style>svg{background:url(//evil.example)}</style>",
        "<foreignObject/>",
        '<image href="https://evil.example/a.png"/>',
        '<use href="#a"/>',
        "<a><g/></a>",
        "<animate/>",
        "<svg/>",
        '<g xmlns:x="http://www.w3.org/1999/xlink"/>',
        '<path d="M0 0" onclick="alert(1)"/>',
        '<path d="M0 0" style="fill:url(//evil.example)"/>',
        '<path d="M0 0" id="a"/>',
        '<path d="M0 0" class="a"/>',
        '<path d="M0 0" fill="#fff"/>',
        '<path d="M0 0" fill="red"/>',
        '<path d="M0 0" fill="currentColor"/>',
        '<path d="M0 0" fill="url(#a)"/>',
        '<path d="M0 0" fill="url(//evil.example)"/>',
        '<path d="M0 0" fill="var(--bw-ink, red)"/>',
        '<path d="M0 0" stroke="var(--st-ink)"/>',
        '<path d="M0 0" stroke-width="calc(1px)"/>',
        '<path d="M0 0 url(x)"/>',
        '<circle r="1e9"/>',
        '<text x="1" y="1"></text>',
        '<text x="1" y="1"> </text>',
        '<text x="1" y="1">a<g/></text>',
        "words",
        "<!-- a comment -->",
        "<?xml-stylesheet href='a.css'?>",
        "<![CDATA[a]]>",
        "&nothing;",
        "<g>",
    ],
)
def test_a_drawing_with_anything_unknown_is_refused(tmp_path, inside):
    refused(tmp_path, inside)


@pytest.mark.parametrize(
    "whole",
    [
        "",
        "<g/>",
        '<svg viewBox="0 0 320 100"/>',
        '<svg xmlns="http://www.w3.org/2000/svg"/>',
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 0"/>',
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 100" onload="a()"/>',
        f"<!DOCTYPE svg>{SVG}",
        f'<!DOCTYPE svg [<!ENTITY a "b">]>{SVG}',
        f'<!DOCTYPE svg SYSTEM "file:///etc/passwd">{SVG}',
        f"{SVG}{SVG}",
    ],
)
def test_a_file_that_is_not_one_plain_drawing_is_refused(tmp_path, whole):
    refused(tmp_path, "", whole)


def test_the_message_names_the_file_and_the_line(tmp_path):
    assert refused(tmp_path, "\n\n<blink/>").startswith("one.svg, line 3: <blink>")


def test_a_drawing_that_is_missing_is_an_error(tmp_path):
    with pytest.raises(DataFileError, match=r"one\.svg: cannot be read"):
        pictures.read_drawing(tmp_path / "one.svg")


def test_words_are_escaped(tmp_path):
    written = drawing(tmp_path, '<text x="1" y="2">a &lt;b&gt; &amp; c</text>')
    assert '<text x="1" y="2">a &lt;b&gt; &amp; c</text>' in written


def test_a_plain_drawing_is_written_as_it_stands(tmp_path):
    inside = '<g fill="var(--bw-pic-bone)" stroke="none"><path d="M1 2.5L-3 4Z"></path></g>'
    written = drawing(tmp_path, inside)
    assert written == f'<svg viewBox="0 0 320 100">{inside}</svg>'
