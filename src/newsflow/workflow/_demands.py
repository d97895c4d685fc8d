"""What steps require: approvals, sign-offs, checks, the embargo's end, a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from ..errors import Objection
from ..model.article import Approval, Article
from ..model.people import ANYONE
from ..model.times import instant_text
from .asking import Case
from .definition import Act, ApprovalRule, Step

_EVERYBODY = frozenset({ANYONE})


def demands(case: Case, step: Step) -> Iterator[Objection]:
    """Object to whatever *step* requires and the head does not have."""
    yield from erased(case)
    if step.approvals:
        yield from _approvals(case, step)
    if step.sign_offs:
        yield from _sign_offs(case, step)
    if step.checks is not None:
        yield from checks(case, step)


def reason(case: Case) -> Iterator[Objection]:
    """Object to a step that nobody gave a reason for."""
    if case.ask.text is None:
        message = f"to {words(case)}, say why: a reason is missing"
        yield Objection(code="reason", message=message)


def words(case: Case) -> str:
    """Tell what the house calls the step, as words."""
    return case.step.name.replace("_", " ")


def erased(case: Case) -> tuple[Objection, ...]:
    """Object to letting out a text, or a public note, that is not there any more."""
    gone = case.article.erased
    if not gone or gone.isdisjoint({case.article.head.content, case.note}):
        return ()
    offers = case.called(Act.REVISE)
    return (Objection(code="erased", message="its text was erased", offers=offers),)


def valid_approvals(case: Case) -> list[Approval]:
    """The approvals that count for exactly this head with exactly this note."""
    head, note = case.article.head.content, case.note
    void = case.article.contributors | case.facts.revoked
    return [
        one
        for one in case.article.approvals
        if one.content == head and one.note == note and one.by not in void
    ]


def _approvals(case: Case, step: Step) -> Iterator[Objection]:
    for rule, count in _counted(step.approvals, valid_approvals(case)):
        if count < rule.count:
            yield Objection(
                code="approvals",
                message=f"it has {count} of {rule.count} approvals by {rule.role}",
                lifted_by=(rule.role,),
                offers=case.called(Act.APPROVE),
            )


def _counted(
    rules: tuple[ApprovalRule, ...], given: Iterable[Approval]
) -> Iterable[tuple[ApprovalRule, int]]:
    """Count for each rule how many distinct people stand for it.

    One person fills one place, even with several roles; so this is a matching of
    people to places, found by augmenting paths (the numbers are those of a desk).
    """
    if len(rules) == 1:  # as in most workflows: nobody can be in two places
        (rule,) = rules
        role, anyone = rule.role, rule.role == ANYONE
        standing = {one.by for one in given if anyone or role in one.roles}
        return ((rule, min(len(standing), rule.count)),)
    people = {approval.by: approval.roles | _EVERYBODY for approval in given}
    places = [index for index, rule in enumerate(rules) for _ in range(rule.count)]
    filled: dict[int, str] = {}

    def place(person: str, tried: set[int]) -> bool:
        for number, index in enumerate(places):
            if number in tried or rules[index].role not in people[person]:
                continue
            tried.add(number)
            if number not in filled or place(filled[number], tried):
                filled[number] = person
                return True
        return False

    for person in people:
        place(person, set())
    counts = [0] * len(rules)
    for number in filled:
        counts[places[number]] += 1
    return zip(rules, counts, strict=True)


def _sign_offs(case: Case, step: Step) -> Iterator[Objection]:
    given = signed(case.article)
    for kind in step.sign_offs:
        if kind not in given:
            rule = case.workflow.by_sign_off[kind]
            yield Objection(
                code="sign_off",
                message=f"the {kind} sign-off is missing",
                lifted_by=tuple(sorted(rule.roles)),
                offers=case.called(Act.SIGN_OFF),
            )


def signed(article: Article) -> frozenset[str]:
    """The kinds of sign-off that hold for the head."""
    head = article.head.content
    return frozenset(one.kind for one in article.sign_offs if one.content == head)


def checks(case: Case, step: Step) -> Iterator[Objection]:
    """Object to a head that the step's check profile has not passed."""
    if step.checks is None:
        return
    report = case.facts.report or case.article.report
    head = case.article.head.content
    if report is None or report.content != head or report.profile != step.checks:
        message = f"this text has not been checked by profile {step.checks}"
        offers = case.called(Act.CHECK)
        yield Objection(code="unchecked", message=message, offers=offers)
    elif report.errors:
        plural = "" if report.errors == 1 else "s"
        message = f"the checks found {report.errors} error{plural}"
        yield Objection(
            code="findings",
            message=message,
            lifted_by=tuple(sorted(case.article.contributors)),
            offers=case.called(Act.REVISE),
        )


def embargo(case: Case, when: datetime) -> tuple[Objection, ...]:
    """Object to a release at *when*, before the embargo is over, and offer its end."""
    handling = case.article.handling
    if handling.embargo is None or not handling.under_embargo(when):
        return ()
    until, schedule = instant_text(handling.embargo), case.called(Act.SCHEDULE)
    lifting = (one for one in case.workflow.steps if one.act is Act.LIFT_EMBARGO)
    objection = Objection(
        code="embargo",
        message=f"it is under embargo until {until}",
        lifted_by=tuple(sorted({role for one in lifting for role in one.roles})),
        offers=f"{schedule} at {until}" if schedule else "",
    )
    return (objection,)
