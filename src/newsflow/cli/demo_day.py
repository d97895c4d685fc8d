"""A day at the Harbour Gazette: what the demo tells, as it happens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

import attrs

from ..errors import StepRefusedError
from ..model.article import Article
from ..model.blocks import Block, Paragraph, Prose, Span, plain
from ..model.content import Content
from ..newsroom import Newsroom
from .adopting import adopted
from .advice import objection
from .answers import counted
from .demo_house import Clock
from .importing import begun
from .outcomes import AdvisedError
from .reading import read, reader_for

BRIDGE = "bridge-reopens.md"
BILL = "bridge-bill.md"
FIRE = "market-hall-fire.txt"
DERBY = "derby.txt"
COURT = "barge-master-court.txt"
CUSTOMS = "customs-house.json"
EELGRASS = "eelgrass.json"
REVIEW = "the-lamplighter-review.html"
OUT_AT_NINE = (
    BRIDGE,
    BILL,
    FIRE,
    COURT,
    CUSTOMS,
    "bridge-in-figures.json",
    "bruecke-offen.txt",
    "jisr-al-mina.txt",
    "jonas-wick.md",
    "marche-aux-poissons.md",
    "school-meals.txt",
)
WRITERS: Mapping[str, str] = MappingProxyType(
    {
        BILL: "dov",
        CUSTOMS: "dov",
        "marche-aux-poissons.md": "dov",
        "school-meals.txt": "dov",
        "ice-house.html": "dov",
        DERBY: "bo",
    }
)
"""Who brings which story in; the others are Ada's."""

LANGUAGES: Mapping[str, str] = MappingProxyType(
    {"bruecke-offen.txt": "de", "jisr-al-mina.txt": "ar"}
)
"""What plain texts are written in, which do not say so themselves."""

_EDIT = ("sank by 61 centimetres", "sank by 16 centimetres")
_NOTE = "An earlier version said that the deck sank by 61 centimetres. It was 16."
_MORE = "The square was opened again at noon, and the traders were let in."


@attrs.define(kw_only=True)
class Day:
    """The newsroom on its day: its clock, its stories by file, and who is told."""

    room: Newsroom
    clock: Clock
    tell: Callable[[str], object]
    folder: Path
    stories: dict[str, str] = attrs.field(factory=dict)
    open: dict[str, str] = attrs.field(factory=dict)

    def heading(self, text: str) -> None:
        """Begin a part of the day."""
        self.tell(f"\n{text}")

    def says(self, text: str) -> None:
        """Tell what happens, with the time on the newsroom's clock."""
        self.tell(f"  {self.local(self.clock.now)}  {text}")

    def more(self, text: str) -> None:
        """Tell more of the same."""
        self.tell(f"         {text}")

    def takes(self, file: str, did: str, step: Callable[[str], Article]) -> Article:
        """Take a step with a story, a minute later, and tell it."""
        self.clock.tick()
        after = step(self.stories[file])
        self.says(f"{did} {self.named(after)}.")
        return after

    def refused(self, file: str, tries: str, step: Callable[[str], Article]) -> None:
        """Try a step that has to be refused, and tell every reason."""
        self.clock.tick()
        try:
            after = step(self.stories[file])
        except StepRefusedError as refusal:
            self.says(f"{tries} {self.named(self.room.article(refusal.article))}.")
            people = self.room.config.people.values()
            for one in refusal.objections:
                self.more(f"Refused: {objection(one, people)}.")
            return
        message = f"nothing stood against it that somebody {tries} {after.id}"
        raise AdvisedError(message)

    def named(self, article: Article) -> str:
        """Call a story by its headline."""
        return f"“{self.room.content(article).headline}”"

    def local(self, instant: datetime) -> str:
        """Write a time as the newsroom's clock shows it."""
        return f"{instant.astimezone(ZoneInfo(self.room.config.zone)):%H:%M}"

    def page(self, file: str) -> str:
        """Say where the page of a story lies in the demo's folder, or lay."""
        receipts = (one.receipt for one in self.room.deliveries(self.stories[file]))
        *_, last = (one.reference for one in receipts if one is not None)
        return f"site/{last}index.html"


def whole_day(day: Day, files: tuple[Path, ...]) -> None:
    """Let a day pass, from the first import to what is left to look at."""
    day.tell("Thursday, 12 March 2026, at the Harbour Gazette in Skarrow.")
    _imports(day, files)
    _refusals(day)
    _releases(day)
    _embargo(day)
    _correction(day)
    _removals(day)
    _evening(day)
    _ends(day)


def _imports(day: Day, files: tuple[Path, ...]) -> None:
    day.heading("The stories come in")
    for file in files:
        _import(day, file)


def _import(day: Day, file: Path) -> None:
    room = day.room
    by = room.config.people[WRITERS.get(file.name, "ada")]
    day.clock.tick()
    original = file.read_bytes()
    reader, language = reader_for(room, file, None), LANGUAGES.get(file.name)
    reading = read(room, file, original, reader, language=language)
    article = begun(room, adopted(reading, file, room.media), original, by=by)
    day.stories[file.name] = article.id
    first = by.name.partition(" ")[0]
    day.says(f"{first} brings in {file.name}: {day.named(article)}")
    if reading.aside:
        reasons = Counter(one.reason.replace("-", " ") for one in reading.aside)
        few = ", ".join(f"{reason} {n}" for reason, n in reasons.most_common(3))
        day.more(f"{counted(len(reading.aside), 'line')} set aside and kept: {few}")


def _refusals(day: Day) -> None:
    day.heading("Nobody gets past the desk")
    room = day.room
    day.refused(BILL, "Dov tries to publish", lambda s: room.publish(s, by="dov"))
    day.takes(BRIDGE, "Ada hands in", lambda s: room.submit(s, by="ada"))
    day.refused(BRIDGE, "Ada tries to approve", lambda s: room.approve(s, by="ada"))
    day.takes(BRIDGE, "Bo approves", lambda s: room.approve(s, by="bo"))
    day.refused(BRIDGE, "Bo tries to publish", lambda s: room.publish(s, by="bo"))
    day.takes(DERBY, "Bo hands in his own", lambda s: room.submit(s, by="bo"))
    day.refused(DERBY, "Bo tries to approve", lambda s: room.approve(s, by="bo"))
    day.takes(DERBY, "Cy approves", lambda s: room.approve(s, by="cy"))
    day.more("It waits for a second editor who did not write it.")
    day.takes(REVIEW, "Ada hands in", lambda s: room.submit(s, by="ada"))
    why = "Who wrote it? There is no byline."
    day.takes(REVIEW, "Bo sends back", lambda s: room.send_back(s, by="bo", reason=why))
    day.more(f"“{why}”")


def _releases(day: Day) -> None:
    day.heading("Two editors agree, and it goes out")
    room = day.room
    for file in OUT_AT_NINE:
        if file != BRIDGE:
            _hand_in(day, file)
        room.approve(day.stories[file], by="cy")
        day.takes(file, "Bo publishes", lambda s: room.publish(s, by="bo"))


def _hand_in(day: Day, file: str, note: str | None = None) -> None:
    """Hand a story in, and let Bo approve it; a minute each, without a word."""
    writer, story = WRITERS.get(file, "ada"), day.stories[file]
    day.clock.tick()
    day.room.submit(story, by=writer, note=note)
    day.clock.tick()
    day.room.approve(story, by="bo")


def _embargo(day: Day) -> None:
    day.heading("One has to wait")
    room, due = day.room, day.clock.now.replace(hour=16, minute=0)
    day.takes(
        EELGRASS,
        f"Ada sets an embargo until {day.local(due)} on",
        lambda s: room.tighten_embargo(s, until=due, by="ada"),
    )
    _hand_in(day, EELGRASS)
    room.approve(day.stories[EELGRASS], by="cy")
    day.refused(EELGRASS, "Bo tries to publish", lambda s: room.publish(s, by="bo"))
    day.takes(
        EELGRASS,
        f"Bo schedules for {day.local(due)}",
        lambda s: room.schedule(s, when=due, by="bo"),
    )


def _correction(day: Day) -> None:
    day.heading("It was 16 centimetres")
    room = day.room
    day.takes(BRIDGE, "Ada mends", lambda s: room.save(s, _mended(room, s), by="ada"))
    day.more("Readers keep version 1 until the new text has gone the whole way.")
    day.refused(BRIDGE, "Bo tries to correct", lambda s: room.correct(s, by="bo"))
    _hand_in(day, BRIDGE, _NOTE)
    room.approve(day.stories[BRIDGE], by="cy")
    day.takes(BRIDGE, "Bo corrects", lambda s: room.correct(s, by="bo"))
    day.more(f"“{_NOTE}”")
    day.open["corrected, with the note"] = day.page(BRIDGE)
    day.takes(
        FIRE, "Ada goes on with", lambda s: room.save(s, _longer(room, s), by="ada")
    )
    _hand_in(day, FIRE)
    room.approve(day.stories[FIRE], by="cy")
    day.takes(FIRE, "Bo updates", lambda s: room.update(s, by="bo"))


def _removals(day: Day) -> None:
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


def _evening(day: Day) -> None:
    day.heading("The clock is set to 17:00")
    day.clock.until(16, 0)
    ran = day.room.run_due()
    for article in ran.fired:
        day.says(f"{day.named(article)} is {article.state}, as scheduled.")
    again = counted(len(day.room.run_due().fired), "story").replace("storys", "stories")
    day.says(f"The timer runs once more: {again} to release.")


def _ends(day: Day) -> None:
    day.heading("What the record says")
    room, bridge = day.room, day.stories[BRIDGE]
    audit = room.audit()
    day.more(
        f"Audit: {counted(audit.articles, 'article')}, "
        f"{counted(audit.events, 'event')}, {counted(audit.texts, 'text')}; "
        "every chain is whole."
    )
    for event in (event for event in room.history(bridge) if event.position in {2, 6}):
        then = room.article(bridge, until=event.at)
        live = "nothing" if then.live is None else f"version {then.live.number}"
        out = len(list(room.as_of(event.at)))
        day.more(
            f"Replayed to {day.local(event.at)}: {day.named(then)} was in "
            f"{then.state}, readers had {live} of it, and {out} stories were out."
        )
    states = ", ".join(f"{n} {state}" for state, n in room.counts().items())
    day.more(f"Now: {states}.")
    day.heading("To open")
    day.open = {"the front page": "site/index.html", **day.open}
    day.open["where every story stands"] = "workflow.svg"
    for what, name in day.open.items():
        day.tell(f"  {day.folder / name}  ({what})")
    day.heading("To ask")
    for question in ("status bridge-reopens", "history bridge-reopens", "list"):
        day.tell(f"  newsflow --config {day.folder / 'newsflow.toml'} {question}")


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
