"""Schedules, embargoes and times on the command line, with the clock set."""

from __future__ import annotations

import pytest

from .terminal import Terminal

EIGHT = "2026-11-24T08:00"
NINE = "2026-11-24T09:00"
TEN = "2026-11-24T10:00"


def ready(terminal: Terminal) -> None:
    """Let the bridge be approved, all at eight."""
    terminal.drafted()
    for line in (
        "--as ada submit bridge",
        "--as bo approve bridge",
        "--as cy approve bridge",
    ):
        terminal.says(line, now=EIGHT)


def test_a_scheduled_story_goes_out_when_it_is_due(terminal: Terminal) -> None:
    """Not a minute before, and once."""
    ready(terminal)
    said = terminal.says(f"--as bo schedule bridge --when {NINE}", now=EIGHT)
    assert "is due at 2026-11-24 09:00 UTC" in said

    assert "nothing was due" in terminal.says("due", now=EIGHT)
    assert "nothing is due" in terminal.says("due --dry-run", now=EIGHT)
    assert "scheduled" in terminal.says("status bridge", now=EIGHT)
    assert "(due " in terminal.says(f"list --due {TEN}", now=EIGHT)
    assert "1 thing to do" in terminal.says("due --dry-run", now=TEN)
    assert "due since" in terminal.says("status", now=TEN)
    assert "was due at" in terminal.says("doctor", code=7, now=TEN)
    late = terminal.says("due", now=TEN)
    assert "“Harbour bridge reopens” is out" in late
    assert "fired 60 minutes late: it was due at 2026-11-24 09:00 UTC" in late
    assert "nothing was due" in terminal.says("due", now=TEN)


def test_a_schedule_is_called_off(terminal: Terminal) -> None:
    """The story is in review again, and its approvals stand."""
    ready(terminal)
    terminal.says(f"--as bo schedule bridge --when {TEN} --zone Europe/Oslo", now=EIGHT)
    assert "(2026-11-24 10:00 Europe/Oslo)" in terminal.says("status bridge")

    said = terminal.says("--as bo unschedule bridge", now=EIGHT)

    assert "is not due any more: review" in said


def test_a_release_that_is_refused_ends_with_four(terminal: Terminal) -> None:
    """Whoever tightened the embargo after the schedule stops the timer."""
    ready(terminal)
    terminal.says(f"--as bo schedule bridge --when {NINE}", now=EIGHT)
    terminal.says("--as ada embargo tighten bridge --until 2026-11-25", now=EIGHT)

    said = terminal.says("due", code=4, now=TEN)

    assert "was not released, and is in review" in said
    assert "newsflow status bridge" in said


def test_an_embargo_is_tightened_shortened_and_lifted(terminal: Terminal) -> None:
    """Only the chief lets a story out earlier."""
    terminal.drafted()
    tighten = "embargo tighten bridge --until 2026-11-25T07:30+01:00"
    said = terminal.says(f"--as ada {tighten}", now=EIGHT)
    assert "is under embargo until 2026-11-25 06:30 UTC" in said
    assert "until 2026-11-25 06:30 UTC" in terminal.says("status bridge", now=EIGHT)
    lift = "embargo lift bridge --reason agreed"
    assert "chief: Cy" in terminal.says(f"--as bo {lift}", code=4, now=EIGHT)

    shorter = terminal.says(f"--as cy {lift} --until {TEN}", now=EIGHT)
    assert "is free at 2026-11-24 10:00 UTC" in shorter
    assert "has no embargo" in terminal.says(f"--as cy {lift}", now=EIGHT)
    assert "lifted" in terminal.says("history bridge", now=EIGHT)


def test_an_embargo_offers_a_schedule(terminal: Terminal) -> None:
    """What to type next names the instant."""
    ready(terminal)
    terminal.says("--as ada embargo tighten bridge --until 2026-11-25", now=EIGHT)

    said = terminal.says("--as bo publish bridge", code=4, now=EIGHT)

    assert "hint: newsflow schedule bridge --when 2026-11-25" in said


def test_handling_changes_only_what_is_given(terminal: Terminal) -> None:
    """Expiry, priority, urgency, length; no approval falls."""
    ready(terminal)
    terminal.says(
        "--as ada handle bridge --priority 2 --urgency 3 --planned-length 400"
        " --expires 2026-12-24T18:00",
        now=EIGHT,
    )
    terminal.says("--as ada handle bridge --priority 1", now=EIGHT)

    handling = terminal.answers("status bridge")["article"]["handling"]
    assert [1, 3, 400] == [
        handling[name] for name in ("priority", "urgency", "planned_length")
    ]
    assert "expires" in terminal.says("status bridge", now=EIGHT)
    assert "400 words" in terminal.says("history bridge", now=EIGHT)


@pytest.mark.parametrize(("who", "code"), [("bo", 0), ("ada", 4)])
def test_what_has_expired_is_taken_down_or_told(
    terminal: Terminal, who: str, code: int
) -> None:
    """By the order of an editor; a reporter's is told, and waits for one."""
    terminal.published()
    terminal.says(f"--as {who} handle bridge --expires {NINE}")

    assert "nothing is due" in terminal.says("due --dry-run", now=EIGHT)
    assert "1 thing to do" in terminal.says("due --dry-run", now=NINE)
    assert "is out, and expired at" in terminal.says("doctor", code=7, now=NINE)
    said = terminal.says("due", code=code, now=NINE)
    if code:
        assert "could not be taken down: role (newsflow unpublish bridge)" in said
    else:
        assert "“Harbour bridge reopens” has expired, and is off" in said
        assert "nothing was due" in terminal.says("due", now=TEN)


@pytest.mark.parametrize("when", ["tomorrow", "2026-13-24", "2026-11-24T25:00"])
def test_what_is_no_time_is_wrong_usage(terminal: Terminal, when: str) -> None:
    """With an example of one that is right."""
    said = terminal.says(f"list --due {when}", code=2)

    assert "is no date and time such as 2026-11-24T07:30" in said


def test_times_that_the_clocks_skip_or_show_twice_are_asked_back(
    terminal: Terminal,
) -> None:
    """An hour is missing in March, and one is double in October."""
    terminal.configure('zone = "UTC"', 'zone = "Europe/Oslo"')

    skipped = terminal.says("list --due 2026-03-29T02:30", code=2)
    assert "the clocks go past 2026-03-29 02:30 that day" in skipped
    assert "say 2026-03-29T01:30 or 2026-03-29T03:30" in skipped
    twice = terminal.says("list --due 2026-10-25T02:30", code=2)
    assert "twice that day: add the offset, +0200 or +0100" in twice
    terminal.says("list --due 2026-10-25T02:30+01:00")


@pytest.mark.parametrize(
    "command",
    [
        "schedule bridge --zone Europe/Oslo --when",
        "embargo tighten bridge --until",
        "embargo lift bridge --reason agreed --until",
        "handle bridge --expires",
    ],
)
def test_no_step_guesses_which_hour_is_meant(terminal: Terminal, command: str) -> None:
    """Nothing happens to the story before somebody says it."""
    terminal.configure('zone = "UTC"', 'zone = "Europe/Oslo"')
    ready(terminal)
    before = terminal.answers("status bridge")

    skipped = terminal.says(f"--as cy {command} 2027-03-28T02:30", code=2, now=EIGHT)
    twice = terminal.says(f"--as cy {command} 2027-10-31T02:30", code=2, now=EIGHT)

    assert "say 2027-03-28T01:30 or 2027-03-28T03:30" in skipped
    assert "add the offset, +0200 or +0100" in twice
    assert before == terminal.answers("status bridge")


def test_a_draft_may_begin_under_embargo(terminal: Terminal) -> None:
    """By new and by import alike."""
    terminal.write("ferry.txt", "The ferry sails\n\nIt sails again.\n")
    terminal.says(f"--as ada import ferry.txt --embargo {TEN}", now=EIGHT)
    terminal.says(
        f"--as ada new --draft --section local --embargo {TEN}", "Fog", now=EIGHT
    )

    for row in terminal.answers("list")["articles"]:
        status = terminal.answers(f"status {row['id']}")
        assert status["article"]["handling"]["embargo"].startswith("2026-11-24T10:00")
