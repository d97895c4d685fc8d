from __future__ import annotations

from datetime import date

import pytest

from newsflow.documents.text.dateline import opened
from newsflow.model.credits import Dateline, Source

RESUMED = "The harbour bridge reopened."


@pytest.mark.parametrize(
    ("written", "place", "day", "agency"),
    [
        ("LONDON, March 5 (Reuters) -", "LONDON", None, "Reuters"),
        ("NEW YORK/LONDON, March 5 (Reuters) -", "NEW YORK/LONDON", None, "Reuters"),
        ("LONDON (AP) —", "LONDON", None, "AP"),
        ("BERLIN, 5. März (dpa) –", "BERLIN", None, "dpa"),
        ("Berlin (dpa/tmn) -", "Berlin", None, "dpa/tmn"),
        ("PARIS (AFP) -", "PARIS", None, "AFP"),
        ("Paris, 5 mars 2026 (AFP) –", "Paris", date(2026, 3, 5), "AFP"),
        ("Madrid, 5 mar 2026 (EFE).-", "Madrid", date(2026, 3, 5), "EFE"),
        ("MOSCOW, March 5. /TASS/.", "MOSCOW", None, "TASS"),
        ("NEW DELHI, Mar 5 (PTI)", "NEW DELHI", None, "PTI"),
        ("SYDNEY —", "SYDNEY", None, None),
        ("Washington, D.C., Jan. 3 —", "Washington, D.C.", None, None),
        ("Skarrow, March 12, 2026 —", "Skarrow", date(2026, 3, 12), None),
        ("SKARROW, Thursday, March 12, 2026 --", "SKARROW", date(2026, 3, 12), None),
        ("SKARROW (Harbour Gazette) —", "SKARROW", None, "Harbour Gazette"),
        ("لندن 5 مارس (رويترز) -", "لندن", None, "رويترز"),
        ("سكارو، 12 مارس 2026 (رويترز) -", "سكارو", date(2026, 3, 12), "رويترز"),
    ],
)
def test_each_agency_opens_its_stories_in_its_own_way(
    written: str, place: str, day: date | None, agency: str | None
) -> None:
    """Place, agency and, when its year is written, the date are read off."""
    found = opened(f"{written} {RESUMED}")

    assert found is not None
    assert Dateline(place=place, date=day) == found.dateline
    assert (Source(name=agency, role="supplier") if agency else None) == found.supplier
    assert (written, RESUMED) == (found.written, found.rest)


@pytest.mark.parametrize(
    "paragraph",
    [
        "Bridges — the old kind — are built of stone.",
        "The minister (Labour) - the one who resigned - did not answer.",
        "CHICAGO (population 2.7 million) — The city on the lake.",
        "NATO — the alliance of 32 states — met on Thursday.",
        "LIVE — The council votes on the night ferry.",
        "ADVERTISEMENT — Buy a boat.",
        "US — The dollar fell.",
        "In Skarrow (on the coast) the bridge reopened.",
        "COVID-19 - The clinic closes.",
        "Skarrow — Nobody knows.",
        "SKARROW, March 31, — the 32nd",
        "London (Reuters) reports that the bridge reopened.",
        "(Labour) - The bridge reopened.",
        "",
    ],
)
def test_a_sentence_of_its_own_is_no_dateline(paragraph: str) -> None:
    """What could be part of the sentence stays in it."""
    assert opened(paragraph) is None


def test_an_agency_may_stand_alone() -> None:
    """Then it is the supplier, and there is no place."""
    found = opened(f"(CNN) — {RESUMED}")

    assert found is not None
    assert (None, Source(name="CNN", role="supplier")) == (
        found.dateline,
        found.supplier,
    )


def test_a_day_that_does_not_exist_gives_no_date() -> None:
    """February has no 31st: the place is kept, the date is not made up."""
    found = opened(f"SKARROW, Feb. 31, 2026 (AP) — {RESUMED}")

    assert found is not None
    assert Dateline(place="SKARROW") == found.dateline
