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
        *(f"  - {objection(one, people, article)}" for one in refused.objections),
    ]
    if article is None:
        return "\n".join(lines), ""
    steps = room.workflow(article).by_step
    possible = spoken(steps[name] for name in refused.possible)
    lines.append(f"possible now for {session.person}: {possible}")
    return "\n".join(lines), _next(refused, room, article, session.person)


def objection(
    one: Objection, people: Iterable[Person], article: Article | None = None
) -> str:
    """Word an objection, with the people by name who can lift it."""
    able = tuple(_able(one, people, article))
    lifting = "; ".join(_lifting(role, able) for role in one.lifted_by)
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


def _able(
    one: Objection, people: Iterable[Person], article: Article | None
) -> Iterator[Person]:
    """Leave out whose approval cannot be the one that is missing."""
    spent: frozenset[str] = frozenset()
    if one.code == "approvals" and article is not None:
        spent = article.contributors.union(given.by for given in article.approvals)
    yield from (person for person in people if person.id not in spent)


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
    for command, person in _ways(refused, room, article, acting):
        return command if person in {None, acting} else f"{command} --as {person}"
    return f"newsflow status {name}"


def _ways(
    refused: StepRefusedError, room: Newsroom, article: Article, acting: str | None
) -> Iterator[tuple[str, str | None]]:
    """Find what could be typed: first what lifts an objection, then the step itself."""
    name = handle(room, article)
    for one in refused.objections:
        special = _special(one, name)
        if special is not None:
            yield special, None
        yield from _taken(one.offers.partition(_FIRST)[0], room, article, acting)
    yield from _taken(refused.step, room, article, acting)


def _special(one: Objection, name: str) -> str | None:
    if one.code == "plugin":
        return "newsflow plugins"
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
    step: str, room: Newsroom, article: Article, acting: str | None
) -> Iterator[tuple[str, str]]:
    """Find who may take a step now, and what they would type; first who is acting."""
    found = room.workflow(article).by_step.get(step)
    if found is None:
        return
    people = room.config.people.values()
    for person in sorted(people, key=lambda one: one.id != acting):
        if not room.why_not(article, step, by=person, parameters=False):
            line = typed(found, handle(room, article))
            yield _kinded(line, room, article, person), person.id


def _kinded(line: str, room: Newsroom, article: Article, person: Person) -> str:
    """Name the kind of a sign-off, where there is but one that the person can give."""
    rules = room.workflow(article).sign_offs
    kinds = [rule.kind for rule in rules if person.may(rule.roles)]
    return line.replace(" KIND", f" {kinds[0]}") if len(kinds) == 1 else line
