"""Advice: who can lift what stands against a step, and what to type next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from .._phrases import cannot
from ..errors import ErasedTextError, NotFoundError, Objection, StepRefusedError
from ..model.article import Article
from ..model.people import Person
from ..newsroom import Newsroom
from ..workflow.definition import Act, Step
from .session import Session

_FIRST = " or "
_TACIT = frozenset({Act.UNLOCK, Act.MIGRATE})
"""What nobody takes on one story from the command line."""

_TAKES: Mapping[Act, str] = MappingProxyType(
    {
        Act.REVISE: "save {name} FILE",
        Act.SEND_BACK: 'send-back {name} --reason "…"',
        Act.SIGN_OFF: "sign-off {name} KIND",
        Act.SCHEDULE: "schedule {name} --when INSTANT",
        Act.BREAK_GLASS: 'break-glass {name} --reason "…"',
        Act.RETRACT: 'retract {name} --reason "…"',
        Act.KILL: 'kill {name} --reason "…"',
        Act.COMMENT: 'comment {name} "…"',
        Act.TIGHTEN_EMBARGO: "embargo tighten {name} --until INSTANT",
        Act.LIFT_EMBARGO: 'embargo lift {name} --reason "…"',
        Act.ERASE: 'erase {name} DIGEST --reason "…"',
        Act.MIGRATE: "workflow migrate",
    }
)
"""What is typed for an act, where it is not just its name and the article's."""


def refusal(refused: StepRefusedError, session: Session) -> tuple[str, str]:
    """Word a refusal: each objection on its own line; and what to type next."""
    room = session.room
    people = room.config.people.values()
    article = _article(room, refused.article)
    name = called(room, article) or refused.article
    lines = [
        f"{cannot(refused.step, name)} (in {refused.state})",
        *(f"  - {objection(one, people)}" for one in refused.objections),
    ]
    if article is None:
        return "\n".join(lines), ""
    steps = room.workflow(article).by_step
    possible = spoken(steps[name] for name in refused.possible)
    lines.append(f"possible now for {session.person}: {possible}")
    return "\n".join(lines), _next(refused, room, article, session.person)


def objection(one: Objection, people: Iterable[Person]) -> str:
    """Word an objection, with the people by name who can lift it."""
    lifting = "; ".join(_lifting(role, people) for role in one.lifted_by)
    return f"{one.message}{f' (lifted by: {lifting})' if lifting else ''}"


def called(room: Newsroom, article: Article | None) -> str:
    """Call a story by its headline, unless that was erased."""
    if article is None:
        return ""
    try:
        return f"“{room.content(article).headline}”"
    except ErasedTextError:
        return article.id


def handle(room: Newsroom, article: Article) -> str:
    """Give the name by which the story is typed: its slug if that is its own."""
    try:
        slug = room.content(article).slug
        if slug is not None and room.find(slug) == article.id:
            return slug
    except (ErasedTextError, NotFoundError):
        pass
    return article.id


def spoken(steps: Iterable[Step]) -> str:
    """Name steps by the commands that take them."""
    commands = (
        typed(step, "{}").removeprefix("newsflow ").partition(" {}")[0]
        for step in steps
        if step.act not in _TACIT
    )
    return ", ".join(dict.fromkeys(commands)) or "nothing"


def typed(step: Step, name: str) -> str:
    """Write what is typed to take a step."""
    words = _TAKES.get(step.act, f"{step.act.value.replace('_', '-')} {{name}}")
    return f"newsflow {words.format(name=name)}"


def _lifting(role: str, people: Iterable[Person]) -> str:
    having = ", ".join(one.name or one.id for one in people if role in one.roles)
    return f"{role}: {having}" if having else role


def _article(room: Newsroom, identifier: str) -> Article | None:
    try:
        return room.article(identifier)
    except NotFoundError:
        return None


def _next(
    refused: StepRefusedError, room: Newsroom, article: Article, acting: str | None
) -> str:
    name = handle(room, article)
    for command, person in _ways(refused, room, article, name):
        return command if person in {None, acting} else f"{command} --as {person}"
    return f"newsflow status {name}"


def _ways(
    refused: StepRefusedError, room: Newsroom, article: Article, name: str
) -> Iterator[tuple[str, str | None]]:
    """Find what could be typed: first what lifts an objection, then the step itself."""
    for one in refused.objections:
        special = _special(one, name)
        if special is not None:
            yield special, None
        yield from _taken(one.offers.partition(_FIRST)[0], room, article, name)
    yield from _taken(refused.step, room, article, name)


def _special(one: Objection, name: str) -> str | None:
    offers, _, instant = one.offers.partition(" at ")
    match offers:
        case "schedule" if instant:
            return f"newsflow schedule {name} --when {instant}"
        case "submit with a note":
            return f'newsflow submit {name} --note "…"'
        case "submit without a note":
            return f"newsflow submit {name}"
        case "read it again":
            return f"newsflow status {name}"
        case _:
            return None


def _taken(
    step: str, room: Newsroom, article: Article, name: str
) -> Iterator[tuple[str, str]]:
    """Find who may take a step now, and what they would type."""
    found = room.workflow(article).by_step.get(step)
    if found is None:
        return
    for person in room.config.people.values():
        if not room.why_not(article, step, by=person, parameters=False):
            yield typed(found, name), person.id
