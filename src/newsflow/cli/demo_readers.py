"""The demo's afternoon: what happens to stories that readers have."""

from __future__ import annotations

import attrs

from ..model.blocks import Block, Paragraph, Prose, Span, plain
from ..model.content import Content
from ..newsroom import Newsroom
from .answers import counted
from .demo_day import BRIDGE, COURT, CUSTOMS, FIRE, Day

_EDIT = ("sank by 61 centimetres", "sank by 16 centimetres")
_NOTE = "An earlier version said that the deck sank by 61 centimetres. It was 16."
_MORE = "The square was opened again at noon, and the traders were let in."


def correction(day: Day) -> None:
    """Put one story right and carry another on, before readers' eyes."""
    day.heading("It was 16 centimetres")
    room = day.room
    day.takes(BRIDGE, "Ada mends", lambda s: room.save(s, _mended(room, s), by="ada"))
    day.more("Readers keep version 1 until the new text has gone the whole way.")
    day.refused(BRIDGE, "Bo tries to correct", lambda s: room.correct(s, by="bo"))
    day.hand_in(BRIDGE, _NOTE)
    room.approve(day.stories[BRIDGE], by="cy")
    day.takes(BRIDGE, "Bo corrects", lambda s: room.correct(s, by="bo"))
    day.more(f"“{_NOTE}”")
    day.open["corrected, with the note"] = day.page(BRIDGE)
    day.takes(
        FIRE, "Ada goes on with", lambda s: room.save(s, _longer(room, s), by="ada")
    )
    day.hand_in(FIRE)
    room.approve(day.stories[FIRE], by="cy")
    day.takes(FIRE, "Bo updates", lambda s: room.update(s, by="bo"))


def removals(day: Day) -> None:
    """Take two stories down: one with its reason, one without a trace."""
    day.heading("Two have to go")
    room = day.room
    why = "The council paper on which this story rested was never tabled."
    day.refused(CUSTOMS, "Bo tries to spike", lambda s: room.spike(s, by="bo"))
    day.takes(CUSTOMS, "Cy retracts", lambda s: room.retract(s, by="cy", reason=why))
    day.more(f"Readers find the reason where the story was: “{why}”")
    day.open["retracted, with the reason"] = day.page(CUSTOMS)
    order = "Court order: no report before the appeal is decided."
    day.refused(
        COURT, "Bo tries to kill", lambda s: room.kill(s, by="bo", reason=order)
    )
    day.takes(COURT, "Cy kills", lambda s: room.kill(s, by="cy", reason=order))
    left = (day.folder / day.page(COURT)).exists()
    day.more(
        "Its page is still there!" if left else "Nothing of it is left on the site."
    )
    day.refused(COURT, "Cy tries to revive", lambda s: room.revive(s, by="cy"))


def evening(day: Day) -> None:
    """Let the timer release what was scheduled, once."""
    day.heading("The clock is set to 17:00")
    day.clock.until(16, 0)
    ran = day.room.run_due()
    for article in ran.fired:
        day.says(f"{day.named(article)} is {article.state}, as scheduled.")
    again = counted(len(day.room.run_due().fired), "story", "stories")
    day.says(f"The timer runs once more: {again} to release.")


def _mended(room: Newsroom, story: str) -> Content:
    content = room.content(story)
    return attrs.evolve(content, body=[_replaced(one) for one in content.body])


def _replaced(block: Block) -> Block:
    if not isinstance(block, Prose) or _EDIT[0] not in block.text:
        return block
    spans = (Span(one.text.replace(*_EDIT), one.marks) for one in block.spans)
    return attrs.evolve(block, spans=tuple(spans))


def _longer(room: Newsroom, story: str) -> Content:
    content = room.content(story)
    more = Paragraph(key="noon", spans=plain(_MORE))
    return attrs.evolve(content, body=(*content.body, more))
