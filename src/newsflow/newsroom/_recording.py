"""Recording checks: what they said of a text becomes part of its history."""

from __future__ import annotations

import attrs

from ..documents.texts import TextKind
from ..errors import StepRefusedError
from ..model.article import Article
from ..workflow.asking import Ask
from ..workflow.decide import decide
from ..workflow.definition import Act
from ._asking import facts, now, with_possible
from ._checking import run_checks
from ._office import Office
from ._taking import Request, Taken, commit, folded, named, standing
from ._verbs import By, Story, Verbs


class Recording(Verbs):
    """The verb that keeps what checks have found."""

    def record_checks(self, story: Story, *, by: By) -> Article:
        """Run the checks on the head, and keep what they said in the history.

        Raises:
            StepRefusedError: with every objection.
            ConflictError: the article has moved on; nothing was stored.
            ErasedTextError: the text was erased.
        """
        return _record(self._office, self._request(Act.CHECK, story, by))


def _record(office: Office, request: Request) -> Article:
    loaded = standing(office, request)
    article = loaded.article
    workflow = office.workflow_of(article)
    content = office.texts.content(article.id, article.head.content)
    act = Act.SUBMIT.value
    run = run_checks(content, act=act, checks=office.checks, profiles=office.profiles)
    said = office.texts.seal(TextKind.FINDINGS, run.text())
    step = named(workflow, article, Act.CHECK)
    ask = Ask(step=step, by=request.by, at=now(office, article))
    report = run.report(article.head.content, ask.at, said.digest)
    known = attrs.evolve(facts(office, workflow, article, ask), report=report)
    try:
        events = decide(workflow, article, ask, known)
    except StepRefusedError as refused:
        raise with_possible(office, article, request.by, refused) from None
    after = folded(article, events)
    commit(office, Taken(before=loaded, article=after, events=events, texts=(said,)))
    return after
