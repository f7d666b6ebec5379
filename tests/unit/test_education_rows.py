"""What the five articles give to read, row by row: it is there, in the words a person needs.

tests/rows.yaml says which row is which, and names the test here that shows it. That every claim of
a row stands where the row is named is tested for all rows in test_articles_whole.py.
"""

import re

import pytest

from backwatch import articles
from backwatch.article_blocks import (
    Block,
    Box,
    Compare,
    Dots,
    Heading,
    Paragraph,
    Picture,
    claims_of,
    paragraphs,
)
from backwatch.claims import claims
from tests import coverage
from tests.unit.article_files import text_of


def article(slug: str) -> articles.Article:
    found = articles.article(slug)
    assert found is not None, f"there is no article {slug}"
    return found


def said(slug: str) -> str:
    return text_of(article(slug))


def opening(slug: str) -> str:
    """Return what stands above the first heading, in lower case."""
    blocks: list[Block] = []
    for block in article(slug).blocks:
        if isinstance(block, Heading):
            break
        blocks.append(block)
    return " ".join(one.text for one in paragraphs(blocks)).lower()


def headings(slug: str) -> list[str]:
    return [one.text for one in article(slug).blocks if isinstance(one, Heading)]


def under(slug: str, heading: str) -> str:
    """Return what stands below a heading, up to the next of its level, in lower case."""
    blocks: list[Block] = []
    level = 0
    for block in article(slug).blocks:
        if isinstance(block, Heading):
            if block.text == heading:
                level = block.level
                continue
            if level and block.level <= level:
                break
        if level:
            blocks.append(block)
    assert level, f"{slug} has no heading {heading}"
    return " ".join(one.text for one in paragraphs(blocks)).lower()


def box(slug: str, kind: str) -> Box:
    found = [one for one in article(slug).blocks if isinstance(one, Box) and one.kind == kind]
    assert found, f"{slug} has no box {kind}"
    return found[0]


def comparison(slug: str) -> Compare:
    (found,) = (one for one in article(slug).blocks if isinstance(one, Compare))
    return found


def resting_on(slug: str, claim: str) -> str:
    """Return the lines of an article that rest on a claim, in lower case."""
    found = [one.text for one in paragraphs(article(slug).blocks) if claim in one.claims]
    assert found, f"{slug} says nothing of {claim}"
    return " ".join(found).lower()


def outside(slug: str, *words: str) -> None:
    """Assert that the line with `words` rests on a source that is none of the five articles."""
    for one in paragraphs(article(slug).blocks):
        if all(word in one.text.lower() for word in words):
            told_by = {ref.id for claim in one.claims for ref in claims()[claim].sources}
            if [source for source in told_by if not source.startswith("seed-")]:
                return
    raise AssertionError(f"{slug} does not say {words} from an outside source")


def in_order(text: str, *parts: str) -> None:
    places = [text.find(part) for part in parts]
    assert -1 not in places, dict(zip(parts, places, strict=True))
    assert places == sorted(places)


# --- article 000


def test_cause_and_treatment_stand_in_five_rows_with_how_each_is_found_and_what_is_done():
    table = comparison("treatments-by-cause")
    assert len(table.columns) == 3
    names = " | ".join(row.name.lower() for row in table.rows)
    in_order(names, "new", "severe", "bone", "tumor", "calcium")
    assert len(table.rows) == 5


def test_the_page_on_the_pressed_cord_says_emergency_before_anything_else():
    assert "emergency" in opening("pressed-cord")
    assert box("pressed-cord", "danger")
    text = said("pressed-cord")
    for words in ("bladder", "numb", "both legs", "24 hours", "neck", "very bad"):
        assert words in text, words


def test_the_page_on_the_lining_names_it_the_fluid_and_its_signs():
    text = said("spread-to-the-lining")
    for words in ("lining", "fluid", "headache", "weak", "back pain", "leptomeningeal"):
        assert words in text, words
    outside("spread-to-the-lining", "sight")


def test_the_page_on_high_calcium_gives_three_kinds_of_care_and_drinking_only_on_a_doctors_word():
    text = said("high-calcium")
    for words in ("thirst", "vein", "drug", "hypercalcemia", "bones"):
        assert words in text, words
    assert "only if your doctor" in resting_on("high-calcium", "calcium-drink-water")
    assert "limit what they drink" in text
    outside("high-calcium", "emergency")


def test_the_six_cut_lists_are_filled_from_outside_and_say_so():
    for slug in coverage.naming("R0-26"):
        assert "cut" in said(slug), slug
    outside("tests-pictures", "x-ray", "ct", "mri", "pet")
    outside("treatments-by-cause", "acetaminophen", "ibuprofen")
    outside("treatments-by-cause", "fentanyl", "morphine", "tramadol")
    outside("treatments-by-cause", "denosumab", "bisphosphonates")
    outside("treatments-by-cause", "steroids", "radiation", "surgery")
    outside("comfort-care", "heat", "cold", "massage")
    outside("treatments-by-cause", "hide a fever")


def test_the_start_page_opens_with_most_back_pain_is_not_cancer_and_what_changes_this():
    blocks = article("start-here").blocks
    assert isinstance(blocks[0], Paragraph)
    assert "most-back-pain-not-cancer" in blocks[0].claims
    assert "not cancer" in blocks[0].text
    text = said("start-here")
    in_order(text, "pulled muscle", "arthritis", "heavy lift", "a cough that lasts")
    assert "only a check" in text


def test_the_emergency_page_says_what_to_do_and_say_and_fits_a_printed_page():
    assert "emergency number" in opening("emergencies")
    assert "do not drive yourself" in opening("emergencies")
    assert {"What to say on the phone", "While you wait"} <= set(headings("emergencies"))
    assert "sooner" in said("emergencies")
    # About 60 lines of 90 signs go on a page of A4 or letter in print.
    printed = [one.text for one in paragraphs(article("emergencies").blocks)]
    assert sum(1 + len(text) // 90 for text in printed) + 2 * len(headings("emergencies")) <= 60


# --- article 001


def test_what_it_can_feel_like_says_that_feel_cannot_tell():
    text = said("what-it-can-feel-like")
    assert "cannot tell" in opening("what-it-can-feel-like")
    for words in ("ache", "sharp", "muscle", "one side", "both sides"):
        assert words in text, words


def test_the_common_signs_come_before_those_of_spread():
    text = said("lung-and-whole-body-signs")
    in_order(text, "the common signs", "less common", "yellow")
    spread = resting_on("lung-and-whole-body-signs", "spread-signs-less-common")
    assert "less common" in spread
    for words in ("hoarse", "phlegm", "wheeze", "weight loss", "night sweats", "glands", "dizz"):
        assert words in text, words
    assert "not cancer cause the same signs" in text


def test_easing_the_pain_stands_beside_treating_the_cancer():
    table = comparison("treating-the-cancer")
    assert table.columns == ("Ease the pain", "Treat the cancer")
    assert "does not remove the cancer" in opening("treating-the-cancer")
    text = said("treating-the-cancer")
    for words in ("surgery", "chemo", "radiation", "targeted", "immunotherapy"):
        assert words in text, words


def test_the_screening_page_has_both_rules_with_dates_and_pack_years_worked_out():
    table = comparison("screening")
    one, other = table.columns
    assert "2021" in one
    assert "American Cancer Society" in other
    assert "2023" in other
    rows = {row.name: row.cells for row in table.rows}
    assert "50 to 80" in rows["Age"][0]
    assert "15 years" in rows["Since quitting"][0]
    assert "no limit" in rows["Since quitting"][1]
    text = said("screening")
    assert "low-dose ct" in text
    assert "when you feel well" in text
    assert "only for people with no signs" in opening("screening")
    examples = re.findall(r"(\d+) a day for (\d+) years is (?:also )?(\d+) pack-years", text)
    assert len(examples) >= 3
    for a_day, years, pack_years in examples:
        assert int(a_day) / 20 * int(years) == int(pack_years)
    outside("screening", "20 cigarettes")


def test_each_of_the_eight_tests_is_said_in_plain_words_and_the_named_ones_explained_from_outside():
    text = said("tests-pictures") + said("tests-samples")
    for words in ("ct scan", "pet scan", "bronchoscopy", "ultrasound", "thoracentesis", "sputum",
                  "needle sample", "open biopsy"):  # fmt: skip
        assert words in text, words
    outside("tests-samples", "fluid", "around the lung")
    outside("tests-samples", "phlegm")


def test_lower_your_risk_says_that_no_age_is_too_late_and_sends_people_with_signs_to_a_doctor():
    assert "any age" in opening("lower-your-risk")
    assert "see a doctor first" in opening("lower-your-risk")
    text = said("lower-your-risk")
    for words in ("radon", "tobacco", "fruit", "lungs can mend", "may"):
        assert words in text, words


def test_the_word_list_holds_the_types_of_lung_cancer_and_each_test():
    terms = coverage.glossary()
    assert len(terms) >= 80
    listed = " | ".join(f"{term['plain']} | {term['medical']}".lower() for term in terms)
    for words in (
        "non-small cell", "small cell", "squamous cell", "adenocarcinoma", "metasta",
        "paraneoplastic", "neuropathy", "hemoptysis", "thoracentesis", "sputum cytology", "cea",
        "bronchoscopy", "mri", "pet", "ct", "bone scan", "biopsy", "ultrasound", "x-ray",
    ):  # fmt: skip
        assert words in listed, words
    for term in terms:
        for claim in term.get("claims", ()):
            assert claim in claims(), (term["id"], claim)


def test_when_to_contact_a_doctor_says_new_lasting_or_worse():
    lines = " ".join(
        one.text.lower()
        for slug in coverage.naming("R1-20")
        for one in paragraphs(article(slug).blocks)
        if "see-new-lasting-or-worse" in one.claims
    )
    assert re.search(r"\bnew\b.*\b(lasts|stays)\b.*\bworse\b", lines)
    in_order(said("when-to-get-help"), "emergency help now", "medical help today", "normal visit")


# --- article 002


def test_five_ways_stand_in_order_and_the_top_of_the_lung_is_not_among_treatments():
    numbered = [one for one in headings("how-it-can-happen") if re.match(r"\d\.", one)]
    assert [one[0] for one in numbered] == ["1", "2", "3", "4", "5"]
    in_order(" ".join(numbered).lower(), "press", "top of the lung", "spine", "body", "treatment")
    assert "pancoast" in under("how-it-can-happen", numbered[1])
    assert "pancoast" not in under("how-it-can-happen", numbered[4])
    pictures = [one for one in article("how-it-can-happen").blocks if isinstance(one, Picture)]
    assert [one.name for one in pictures] == ["five-ways"]


def test_the_pictures_stand_in_the_order_they_are_used_and_the_x_ray_can_miss():
    names = " | ".join(headings("tests-pictures")).lower()
    in_order(names, "x-ray", "ct scan", "mri", "pet scan", "pet with ct", "bone scan")
    assert "miss" in resting_on("tests-pictures", "test-xray-can-miss")
    assert "nerve signs" in resting_on("tests-pictures", "test-mri-needed-nerve-signs")


def test_the_words_on_a_needle_do_not_stand_under_the_operation():
    names = " | ".join(headings("tests-samples")).lower()
    in_order(names, "bronchoscopy", "needle", "open biopsy")
    line = resting_on("tests-samples", "test-needle-guided")
    assert "ct" in line
    assert "ultrasound" in line
    outside("tests-samples", "chest opened")


def test_no_marker_proves_or_rules_out_and_each_other_test_is_there():
    text = said("tests-other")
    for words in ("blood count", "calcium", "cea", "breathing tests", "nerve", "gene"):
        assert words in text, words
    line = under("tests-other", "Tumor markers")
    assert "cannot prove" in line
    assert "cannot rule it out" in line


def test_the_start_page_says_why_the_link_matters_and_early_helps():
    assert "do not know" in resting_on("start-here", "link-not-well-known")
    assert "early" in resting_on("start-here", "see-early-finding-helps")
    assert "live" in resting_on("start-here", "live-quality-of-life")


# --- article 003


def test_comfort_care_is_not_only_for_the_end_of_life_and_moves_are_asked_about_first():
    outside("comfort-care", "not only for the end of life")
    for claim in ("palliative-exercise", "palliative-stretching", "comp-yoga", "comp-massage"):
        assert "ask" in resting_on("comfort-care", claim), claim
    text = said("comfort-care")
    for words in ("antidepressants", "nerve block", "brace", "acupuncture", "meditation"):
        assert words in text, words
    assert "call your team first" in opening("comfort-care")


def test_the_numbers_have_a_picture_each_and_one_in_four_is_not_your_chance():
    drawn = [
        one
        for block in article("numbers").blocks
        if isinstance(block, Box) and block.kind == "numbers"
        for one in block.blocks
        if isinstance(one, Dots)
    ]
    shares = {one.on * 1000 // one.of for one in drawn}
    assert {800, 250, 7} <= shares
    assert "does not give your chance" in " ".join(headings("numbers"))
    assert "no source" in resting_on("numbers", "stat-eighty-percent")


def test_four_pictures_of_the_back_bones_are_named_and_calcium_shows_only_calcium():
    bones = resting_on("tests-pictures", "tests-look-at-back-bones")
    for words in ("x-ray", "ct", "mri", "pet"):
        assert words in bones, words
    assert "nothing else" in resting_on("tests-pictures", "lab-calcium")
    assert "pressed cord" in under("tests-other", "Calcium")
    assert "cannot" in under("tests-other", "Calcium")


def test_pain_before_during_and_after_treatment_is_for_the_team():
    text = said("after-a-diagnosis")
    in_order(text, "before:", "during:", "after:")
    assert "same day" in opening("after-a-diagnosis")
    for words in ("nurse", "hospital", "lifting", "reached the spine"):
        assert words in text, words


# --- article 004


def test_the_comparison_says_first_that_feel_cannot_tell_and_marks_three_rows():
    table = comparison("common-pain-or-something-else")
    assert "cannot tell" in opening("common-pain-or-something-else")
    marked = [row.name.lower() for row in table.rows if row.name.startswith("Take care:")]
    assert len(marked) == 3
    in_order(" ".join(marked), "sharp", "sore spot", "low back")
    assert set(claims_of([table])) >= {"strain-eases-with-rest", "usual-care-works-in-weeks"}
    assert "not proof" in said("common-pain-or-something-else")


def test_the_page_on_night_pain_says_what_to_watch_and_why_it_may_hurt():
    for heading in ("What to watch", "Why lying down may hurt", "Why breathing can hurt"):
        assert under("night-pain", heading)
    assert "may" in resting_on("night-pain", "lying-adds-pressure")
    assert "today" in said("night-pain")


def test_the_visit_page_has_the_questions_the_exam_and_its_limits():
    assert "cannot give" in opening("at-the-visit")
    text = said("at-the-visit")
    for words in ("begin", "how long", "smoke", "family", "lungs", "spine", "nerves", "moves"):
        assert words in text, words


def test_the_start_page_names_worry_as_normal_and_scares_nobody():
    assert "normal to worry" in resting_on("start-here", "worry-is-normal")
    assert "web" in resting_on("start-here", "online-reading-adds-fear")
    assert "facts" in resting_on("start-here", "facts-help-choices")


def test_the_risk_page_names_each_risk_and_what_a_high_one_changes():
    text = said("risks")
    for words in ("smok", "radon", "asbestos", "chemicals", "family", "genes", "age 50", "any age"):
        assert words in text, words
    assert "mild signs" in resting_on("risks", "see-high-risk-mild-signs")
    assert "too young" in resting_on("risks", "see-not-too-young")
    assert "never lowers" in text


# --- across the articles


@pytest.mark.parametrize(
    "claim",
    [
        "pain-mid-or-upper-back",
        "pain-achy-or-sharp",
        "pain-one-spot-worse-moving",
        "pain-builds-over-weeks",
        "back-pain-first-sign-for-some",
        "sign-cough-over-two-weeks",
        "chest-xray-first-test",
        "screening-smoke-now-or-quit-15",
        "treat-physical-therapy",
    ],
)
def test_each_difference_between_sources_has_a_box_with_both_sides_and_what_we_do(claim):
    found = [
        one
        for one in article("where-sources-differ").blocks
        if isinstance(one, Box) and one.kind == "disagree" and claim in claims_of([one])
    ]
    assert found
    for one in found:
        assert "**What we do:**" in " ".join(each.text for each in paragraphs([one]))


def test_the_page_on_our_sources_tells_what_each_article_is_and_who_is_quoted_through_it():
    text = said("about-our-sources")
    for words in ("4 november 2023", "cdc", "american cancer society", "dana-farber", "no author"):
        assert words in text, words
    assert "we cannot cite it" in resting_on("about-our-sources", "case-report-2020")
    assert "did not find" in resting_on("about-our-sources", "stat-one-in-four")


def test_what_is_left_out_is_listed_with_its_reason():
    text = said("about-our-sources")
    for words in ("how long people live", "adverts", "immunotherapy", "garbled"):
        assert words in text, words
    left_out = coverage.left_out()
    assert "dx-stage-four-outlook-varies" in left_out["claims"]
    told = " ".join(one["what"] for one in left_out["lines"])
    for words in ("advert", "app", "stage 4", "needle", "X-ray", "calcium", "mediation"):
        assert words in told, words
