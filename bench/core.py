"""The core: one decide and evolve, against the least that such a step can cost.

The least is a look-up in a table and one ``attrs.evolve`` of a small frozen class.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import attrs
from measure import compare, table

from newsflow.documents.workflows import shipped_workflow
from newsflow.events import AnyEvent, Drafted
from newsflow.model.article import Article, Report
from newsflow.model.people import Person
from newsflow.workflow.asking import Ask, Facts
from newsflow.workflow.decide import decide
from newsflow.workflow.evolve import evolve

AT = datetime(2026, 11, 24, 8, tzinfo=UTC)
ADA = Person(id="ada", roles={"reporter"})
BO = Person(id="bo", roles={"editor"})
CY = Person(id="cy", roles={"editor", "chief"})
WORKFLOW = shipped_workflow("standard")
FACTS = Facts(
    report=Report(
        content="c1", profile="basic", errors=0, warnings=0, findings="", at=AT
    )
)
BEGIN = Drafted(
    article="bridge",
    position=1,
    at=AT,
    by="ada",
    content="c1",
    workflow="standard",
    workflow_version=1,
    state="draft",
)
ASKS = (
    Ask(step="submit", by=ADA, at=AT),
    Ask(step="approve", by=BO, at=AT),
    Ask(step="approve", by=CY, at=AT),
    Ask(step="publish", by=BO, at=AT),
)


@attrs.frozen
class Small:
    """The least that can be called an article."""

    state: str
    position: int


LEAST = "the least: table and evolve, two steps"
TABLE = {("draft", "submit"): "review", ("review", "publish"): "published"}


def least(times: int) -> None:
    """Move the least article, twice a time."""
    for _ in range(times):
        article = Small("draft", 1)
        for act in ("submit", "publish"):
            article = attrs.evolve(
                article, state=TABLE[article.state, act], position=article.position + 1
            )


def steps(asks: tuple[Ask, ...]) -> Callable[[int], None]:
    """Decide and evolve the last of some asks, after those before it."""
    before = evolve(None, BEGIN)
    for ask in asks[:-1]:
        before = _after(before, decide(WORKFLOW, before, ask, FACTS))

    def contender(times: int) -> None:
        for _ in range(times):
            _after(before, decide(WORKFLOW, before, asks[-1], FACTS))

    return contender


def _after(article: Article, events: tuple[AnyEvent, ...]) -> Article:
    for event in events:
        article = evolve(article, event)
    return article


def main(times: int = 3000, rounds: int = 7) -> None:
    """Print the table."""
    contenders = {
        LEAST: least,
        "submit": steps(ASKS[:1]),
        "approve": steps(ASKS[:3]),
        "publish": steps(ASKS),
    }
    spent = compare(contenders, times, rounds=rounds)
    table("Decide and evolve, one step", spent, LEAST)


if __name__ == "__main__":
    main()
