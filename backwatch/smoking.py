"""Pack-years, from how much somebody smoked and for how long."""

from dataclasses import dataclass

from backwatch.questionnaire import Answers

CIGARETTES_IN_A_PACK = 20  # the usual pack, as the screening programmes count it


@dataclass(frozen=True)
class PackYears:
    """Pack-years, and how they came out in plain words."""

    value: float
    worked_out: str


def packs_times_years(a_day: float, years: float) -> float:
    """Return the pack-years of somebody who smoked so many cigarettes a day for so many years."""
    return a_day * years / CIGARETTES_IN_A_PACK


def pack_years(answers: Answers) -> PackYears | None:
    """Return the pack-years of somebody who smokes or smoked; None where they are not known.

    Packs of 20 a day times years. What the person stated as pack-years themselves comes first.
    Nothing is guessed: with cigarettes or years missing, the answer is None, not 0.
    """
    if not answers.applies("pack_years"):
        return None
    stated = answers.given.get("pack_years")
    if isinstance(stated, (int, float)):
        return PackYears(stated, f"{stated:g} pack-years, as you stated them.")
    a_day, years = (answers.given.get(q) for q in ("cigs_a_day", "years_smoked"))
    if not isinstance(a_day, (int, float)) or not isinstance(years, (int, float)):
        return None
    packs = a_day / CIGARETTES_IN_A_PACK
    value = packs_times_years(a_day, years)
    return PackYears(
        value,
        f"{a_day:g} a day is {packs:g} pack{'' if packs == 1 else 's'}. "
        f"Times {years:g} years, that is about {value:.0f} pack-years.",
    )
