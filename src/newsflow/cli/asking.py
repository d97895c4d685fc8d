"""``newsflow status``: where a story stands, and what it still needs; or the house."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import click

from ..errors import ErasedTextError, Objection
from ..model.article import Article
from ..model.people import Person
from ..model.times import stamp
from ..newsroom import Newsroom
from ..ports import Delivery
from ..workflow.definition import Step
from ..workflow.waiting import releasing
from . import naming
from .advice import called, handle, objection, spoken
from .answers import columns, counted, local, plain
from .session import Session, command, in_session
from .stepping import article_answer
from .troubles import scheduled


@command("status")
@click.argument("article", type=naming.ARTICLE, required=False)
@in_session
def status(session: Session, *, article: str | None) -> None:
    """Tell where a story stands, or the whole newsroom.

    For a story: what is missing before it can go out, and who can lift it. With --as,
    also what that person may do with it now.
    """
    if article is None:
        _newsroom(session)
    else:
        _story(session, session.story(article))


def _newsroom(session: Session) -> None:
    room, now = session.room, stamp(session.moment)
    overdue, failed = tuple(scheduled(room, before=now)), room.unsettled(failing=True)
    answer = {
        "newsroom": room.config.name,
        "states": dict(room.counts()),
        "overdue": plain(overdue),
        "failing": plain(failed),
    }
    lines = [room.config.name]
    lines.append(
        columns(sorted(room.counts().items()), indent="  ") or "  no story yet"
    )
    lines += [f"due since {one.due}: {one.headline} ({one.id})" for one in overdue]
    lines += [f"failing: {_delivery(one)}" for one in failed]
    session.give(answer, "\n".join(lines))
    if overdue or failed:
        session.remark("hint: newsflow due")


def _story(session: Session, article: Article) -> None:
    room, person = session.room, session.anyone
    release = releasing(room.workflow(article), article)
    missing = () if release is None else _missing(room, article, release)
    allowed = () if person is None else room.allowed(article, by=person)
    deliveries = room.deliveries(article)
    answer = {
        **article_answer(room, article),
        "release": None if release is None else release.name,
        "missing": plain(missing),
        "allowed": [step.name for step in allowed],
        "deliveries": plain(deliveries),
    }
    lines = [called(room, article), columns(_rows(session, article), indent="  ")]
    lines += _needs(room, article, release, missing)
    if person is not None:
        lines.append(f"{person.name or person.id} may now: {spoken(allowed)}")
    lines += [_delivery(one) for one in deliveries]
    session.give(answer, "\n".join(lines))


def _missing(room: Newsroom, article: Article, step: Step) -> tuple[Objection, ...]:
    """Ask for somebody who may do it: then what is left is about the story."""
    somebody = Person(id="somebody", roles=step.roles)
    return room.why_not(article, step.name, by=somebody, parameters=False)


def _needs(
    room: Newsroom,
    article: Article,
    step: Step | None,
    missing: tuple[Objection, ...],
) -> Iterator[str]:
    if step is None:
        return
    name = step.name.replace("_", " ")
    if not missing:
        roles = ", ".join(sorted(step.roles))
        yield f"nothing is missing: {roles} may {name} it"
        return
    yield f"missing to {name} it:"
    people = room.config.people.values()
    yield from (f"  - {objection(one, people, article)}" for one in missing)


def _rows(session: Session, article: Article) -> Iterator[tuple[str, str]]:
    room, zone = session.room, session.zone
    workflow = f"{article.workflow} {article.workflow_version}"
    yield "article", f"{article.id} ({handle(room, article)})"
    yield "state", f"{article.state}, by workflow {workflow}, event {article.position}"
    head = article.head
    yield "head", f"revision {head.number} by {head.by}, {local(head.at, zone)}"
    yield "readers have", _live(article, zone)
    yield from _review(article, zone)
    yield from _times(article, zone)
    yield from _public(room, article, zone)


def _live(article: Article, zone: ZoneInfo) -> str:
    if article.live is None:
        return "nothing"
    glass = ", WITHOUT its approvals" if article.live.broke_glass else ""
    return f"version {article.live.number} since {local(article.live.at, zone)}{glass}"


def _review(article: Article, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    for approval in article.approvals:
        roles = ", ".join(sorted(approval.roles))
        yield "approved", f"by {approval.by} ({roles}), {local(approval.at, zone)}"
    for one in article.sign_offs:
        carried = "" if one.given == one.content else ", for an earlier text"
        yield "signed off", f"{one.kind} by {one.by}, {local(one.at, zone)}{carried}"


def _times(article: Article, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    if article.handling.embargo is not None:
        yield "embargo", f"until {local(article.handling.embargo, zone)}"
    copy = article.advance
    if copy is not None:
        until = local(copy.embargo, zone)
        yield "advanced", f"to {', '.join(copy.channels)} until {until}, by {copy.by}"
    if article.handling.expires is not None:
        yield "expires", local(article.handling.expires, zone)
    schedule = article.schedule
    if schedule is not None:
        there = ZoneInfo(schedule.zone)
        meant = "" if there.key == zone.key else f" ({local(schedule.due, there)})"
        what = f"{schedule.release.value} at {local(schedule.due, zone)}{meant}"
        yield "scheduled", f"{what}, by {schedule.by}"


def _public(
    room: Newsroom, article: Article, zone: ZoneInfo
) -> Iterator[tuple[str, str]]:
    for one in article.corrections:
        yield "corrected", f"v{one.version}: {_words(room, article, one.note)}"
    down = article.withdrawal
    if down is not None:
        words = "" if down.reason is None else f": {_words(room, article, down.reason)}"
        removal = f"{down.removal.value} by {down.by}, {local(down.at, zone)}"
        yield "taken down", f"{removal}{words}"


def _words(room: Newsroom, article: Article, digest: str) -> str:
    try:
        return room.words(article, digest)
    except ErasedTextError:
        return "[erased]"


def _delivery(one: Delivery) -> str:
    version = f" v{one.version}" if one.version else " ahead" if one.ahead else ""
    tried = f", {counted(one.attempts, 'attempt')}" if one.attempts > 1 else ""
    said = f": {one.error}" if one.error else ""
    line = f"{one.channel}: {one.operation.value}{version} {one.status.value}"
    return f"{line}{tried}{said}"
