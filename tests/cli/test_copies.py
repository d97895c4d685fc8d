"""Where stories are shown, by the command line: who lags behind, and what to do."""

from __future__ import annotations

import pytest

from newsflow.cli.copies import percent
from newsflow.ports import Copy, Coverage

from .terminal import Terminal

LATER = "2026-11-24T09:00Z"


def stuck(terminal: Terminal) -> None:
    """Publish the bridge while a file stands where the site should be."""
    terminal.write("site", "where the site should be, there is a file")
    terminal.drafted()
    terminal.approved()
    terminal.says("--as bo publish bridge", code=6)


def dead(terminal: Terminal) -> None:
    """Let the site fail until nobody tries any more."""
    stuck(terminal)
    for year in range(2030, 2039):
        terminal.says("due", code=6, now=f"{year}-01-01T00:00Z")


def test_every_channel_of_a_story_is_told(terminal: Terminal) -> None:
    """What it shows, since when and where; all is well."""
    terminal.published()
    said = terminal.says("coverage bridge")
    answer = terminal.answers("coverage bridge")

    assert "site  what is live  v1" in said
    assert "1 of 1 channel show what is live" in said
    assert ["current"] == [one["copy"] for one in answer["copies"]]
    assert {"current": 100} == {
        copy: share for copy, share in answer["percent"].items() if share
    }
    assert {copy.value for copy in Copy} == set(answer["percent"])
    assert 1 == answer["live"]
    assert {"deliveries": []} == terminal.answers("outdated")
    assert {"deliveries": []} == terminal.answers("troubles")


def test_a_channel_that_lags_behind_is_a_finding(terminal: Terminal) -> None:
    """Exit code 7: readers there have something else."""
    stuck(terminal)
    said = terminal.says("coverage bridge", code=7)

    assert "site  nothing" in said
    assert "due: 1" in said
    assert "0 of 1 channel show what is live" in said


def test_an_old_copy_is_found_over_all_stories(terminal: Terminal) -> None:
    """The site is frozen while a correction goes out."""
    terminal.published()
    terminal.says("--as bo freeze site", "--reason", "it is being moved")
    assert "site is frozen since" in terminal.says("channels")
    terminal.edited("eleven", "twelve")
    terminal.approved("--note", "It was twelve months.")
    terminal.says("--as bo correct bridge", code=6)
    assert "site  v1" in terminal.says("outdated", code=7)
    assert "an OLD version" in terminal.says("coverage bridge", code=7)
    assert ["v1", 1] == [
        f"v{one['version']}" if name else one["version"]
        for name in (True, False)
        for one in terminal.answers("outdated", code=7)["deliveries"]
    ]
    assert "site goes on" in terminal.says("--as bo thaw site")
    terminal.says("due")

    assert "what is live  v2" in terminal.says("coverage bridge")


def test_a_dead_letter_is_looked_at_and_sent_again(terminal: Terminal) -> None:
    """With every attempt and what it held; then it goes out under its key."""
    dead(terminal)
    said = terminal.says("troubles", code=7)
    assert "1  dead  site  create" in said
    assert "hint: newsflow redrive" in said
    told = terminal.says("delivery 1")
    assert "/site/1: create v1 dead" in told
    assert "10 attempts" in told
    answer = terminal.answers("delivery 1")
    assert "text/html" in answer["payload"]
    assert 10 == len(answer["history"])
    assert "Harbour bridge reopens" in terminal.says("delivery 1 --payload")
    (terminal.folder / "site").unlink()
    assert "/site/1 is due again" in terminal.says("redrive --channel site")
    terminal.says("due", now="2046-11-24")

    assert "what is live  v1" in terminal.says("coverage bridge")
    assert "nothing was to be sent again" in terminal.says("redrive --channel site")
    again = terminal.answers("redrive --since 2026-01-01 --until 2050-01-01")
    assert {"deliveries": []} == again


def test_what_is_to_be_sent_again_has_to_be_said(terminal: Terminal) -> None:
    """Everything at once is nobody's wish; what has not failed is refused."""
    terminal.published()

    assert "Say which" in terminal.says("redrive", code=2)
    assert "it is delivered" in terminal.says("redrive 1", code=4)
    assert "no delivery '9'" in terminal.says("redrive 9", code=1)
    assert "no channel 'sight'" in terminal.says(
        "--as bo freeze sight --reason x", code=1
    )
    assert "no frozen channel 'site'" in terminal.says("--as bo thaw site", code=1)


def test_a_person_resolves_what_a_machine_cannot(terminal: Terminal) -> None:
    """By hand, with what they have seen."""
    dead(terminal)
    done = terminal.answers(
        "--as bo resolve 1 --arrived --url https://gazette.example/x", "--note", "seen"
    )
    assert "delivered" == done["status"]
    assert "https://gazette.example/x" == done["receipt"]["url"]

    assert "https://gazette.example/x" in terminal.says("coverage bridge")
    assert "bo: seen" in terminal.says("delivery 1")
    assert "waits for no person" in terminal.says("--as bo resolve 1 --lost", code=4)


def test_channels_are_listed_with_what_they_can_do(terminal: Terminal) -> None:
    """In words and in JSON; asked, each says whether it is well."""
    assert "site  open" in terminal.says("channels")
    answer = terminal.answers("channels --check")

    (site,) = answer["channels"]
    assert "site" == site["name"]
    assert site["capabilities"]["collective"]
    assert {"channel": "site", "problems": []} == site["health"]
    assert "well" in terminal.says("channels --check")
    terminal.write("site", "where the site should be, there is a file")
    assert "site  open  " in terminal.says("channels --check", code=7)


def test_everything_is_frozen_and_thawed(terminal: Terminal) -> None:
    """Without a channel it is all of them."""
    frozen = terminal.answers("--as cy freeze --reason fire --removals")
    assert ("", True) == (frozen["channel"], frozen["removals"])
    assert "everything is frozen since" in terminal.says("channels")
    assert "site  frozen" in terminal.says("channels")

    assert "everything goes on" in terminal.says("--as cy thaw")
    assert "site  open" in terminal.says("channels")


@pytest.mark.parametrize(
    "counts", [(1, 1, 1, 0, 0), (2, 0, 0, 1, 1), (1, 2, 3, 1, 4), (7, 0, 0, 0, 0)]
)
def test_shares_sum_to_a_hundred(counts: tuple[int, ...]) -> None:
    """However they round."""
    found = tuple(
        Coverage(
            article="a",
            channel=f"{copy.value}-{number}",
            copy=copy,
            version=None,
            since=None,
            url=None,
        )
        for copy, count in zip(Copy, counts, strict=True)
        for number in range(count)
    )
    shares = percent(found)

    assert 100 == sum(shares.values())
    for copy, count in zip(Copy, counts, strict=True):
        assert abs(shares[copy.value] - 100 * count / sum(counts)) < 1
    assert {0} == set(percent(()).values())
