"""The demo's end: what the record says of the day, and where to look on."""

from __future__ import annotations

from .answers import counted
from .demo_day import BRIDGE, Day


def record(day: Day) -> None:
    """Verify it, replay it, count it."""
    day.heading("What the record says")
    room, bridge = day.room, day.stories[BRIDGE]
    audit = room.audit()
    day.more(
        f"Audit: {counted(audit.articles, 'article')}, "
        f"{counted(audit.events, 'event')}, {counted(audit.texts, 'text')}; "
        "every chain is whole."
    )
    handed_in, published = (room.history(bridge)[at - 1] for at in (2, 6))
    for event in (handed_in, published):
        then = room.article(bridge, until=event.at)
        live = "nothing" if then.live is None else f"version {then.live.number}"
        out = len(list(room.as_of(event.at)))
        day.more(
            f"Replayed to {day.local(event.at)}: {day.named(then)} was in "
            f"{then.state}, readers had {live} of it, and {out} stories were out."
        )
    states = ", ".join(f"{n} {state}" for state, n in room.counts().items())
    day.more(f"Now: {states}.")


def signposts(day: Day) -> None:
    """Tell which files to open and what to ask next."""
    day.heading("To open")
    day.open = {"the front page": "site/index.html", **day.open}
    day.open["where every story stands"] = "workflow.svg"
    for what, name in day.open.items():
        day.tell(f"  {day.folder / name}  ({what})")
    day.heading("To ask")
    for question in ("status bridge-reopens", "history bridge-reopens", "list"):
        day.tell(f"  newsflow --config {day.folder / 'newsflow.toml'} {question}")
