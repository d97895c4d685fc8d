"""Who may let a story out, and what their word is bound to."""

from __future__ import annotations

from functools import partial

import attrs
import pytest

from newsflow import Byline, Content, Media, Newsroom, Person
from newsflow.model.blocks import ImageBlock
from newsflow.testing import PEOPLE
from newsflow.workflow.definition import ApprovalRule, Workflow

from ..gazette import Desk, refused, story, text

ADA, BO, CY = (PEOPLE[name] for name in ("ada", "bo", "cy"))
DAN = Person(id="dan", name="Dan", roles={"editor"})


def test_an_edit_undoes_the_approval(room: Newsroom) -> None:
    """Whoever changes an approved story must have it approved again."""
    article = room.approve(story(room, "review"), by=BO)
    article = room.save(article, text("Harbour bridge opens again"), by=ADA)

    assert "draft" == article.state
    assert () == article.approvals
    assert {"state", "approvals"} <= refused(lambda: room.publish(article, by=CY))


def test_a_save_that_changes_nothing_undoes_nothing(room: Newsroom) -> None:
    """Saving the very same text is no event and leaves every approval."""
    article = room.approve(story(room, "review"), by=BO)

    assert article == room.save(article, text(), by=ADA)
    assert 3 == len(room.history(article))


def test_going_back_to_an_earlier_text_revives_nothing(room: Newsroom) -> None:
    """An approval of the same words, given before they were changed, is gone."""
    article = room.approve(story(room, "review"), by=BO)
    article = room.save(article, text("Another headline"), by=ADA)
    article = room.save(article, text(), by=ADA)
    article = room.submit(article, by=ADA)
    article = room.approve(article, by=CY)

    assert {"cy"} == {approval.by for approval in article.approvals}
    assert {"approvals"} == refused(lambda: room.publish(article, by=CY))


def test_sending_back_voids_every_approval(room: Newsroom) -> None:
    """A story that was sent back begins its review anew."""
    article = room.approve(story(room, "review"), by=BO)
    article = room.send_back(article, by=CY, reason="It needs a second source.")
    article = room.submit(article, by=ADA)

    assert () == article.approvals
    reason = room.history(article)[-2].reason  # type: ignore[union-attr] # it was SentBack
    assert "It needs a second source." == room.words(article, reason)


def test_a_withdrawn_approval_does_not_count(room: Newsroom) -> None:
    """Whoever takes an approval back has not approved, and may do so again."""
    article = room.approve(story(room, "review"), by=BO)
    article = room.approve(article, by=CY)
    article = room.withdraw_approval(article, by=BO, reason="I doubt the date.")

    assert {"approvals"} == refused(lambda: room.publish(article, by=CY))
    assert {"not_approved"} == refused(lambda: room.withdraw_approval(article, by=BO))
    assert "published" == room.publish(room.approve(article, by=BO), by=CY).state


def test_nobody_approves_twice(room: Newsroom) -> None:
    """One person is one approval, however often they give it."""
    article = room.approve(story(room, "review"), by=BO)

    assert {"approved"} == refused(lambda: room.approve(article, by=BO))


def test_whoever_wrote_in_a_story_does_not_approve_it(room: Newsroom) -> None:
    """An editor who saved a text is a contributor until the next version."""
    article = room.save(story(room, "draft"), text("Bridge is back"), by=BO)
    article = room.save(article, text("Bridge is back, says mayor"), by=ADA)
    article = room.submit(article, by=ADA)

    assert {"contributor"} == refused(lambda: room.approve(article, by=BO))
    assert {"cy"} == {one.by for one in room.approve(article, by=CY).approvals}


def test_a_person_in_the_byline_does_not_approve(room: Newsroom) -> None:
    """A name above the story counts as having written in it."""
    signed = story(room, "review", bylines=[Byline(name="Bo", person="bo")])

    assert {"contributor"} == refused(lambda: room.approve(signed, by=BO))


def test_after_a_version_the_writers_are_those_of_the_next(room: Newsroom) -> None:
    """Bo, who wrote the first version, may approve an update that Ada wrote."""
    article = room.save(story(room, "draft"), text("Bridge is back"), by=BO)
    article = room.submit(article, by=BO)
    article = room.break_glass(article, by=CY, reason="The mayor is speaking now.")
    article = room.save(article, text("Bridge is back, says mayor"), by=ADA)
    article = room.submit(article, by=ADA)

    assert {"bo"} == {one.by for one in room.approve(article, by=BO).approvals}


def test_a_service_account_never_approves(room: Newsroom) -> None:
    """A program may have the role, and is nobody all the same."""
    article = story(room, "review")

    assert {"service"} == refused(lambda: room.approve(article, by="wire"))


def test_somebody_whose_rights_were_revoked_does_nothing(
    desk: Desk, room: Newsroom
) -> None:
    """Revoked people neither draft nor approve, whatever their roles."""
    article = story(room, "review")
    desk.staff.change("bo", revoked=True)

    assert {"revoked"} == refused(lambda: room.approve(article, by="bo"))
    assert {"revoked"} == refused(lambda: room.draft(text(), by="bo"))


def test_an_approval_is_given_for_the_text_that_was_read(room: Newsroom) -> None:
    """Whoever names the text they read is refused when it has changed meanwhile."""
    article = story(room, "review")
    read = room.fingerprint(article)
    room.save(article.id, text("Bridge closed again"), by=ADA)
    room.submit(article.id, by=ADA)

    assert {"changed"} == refused(lambda: room.approve(article.id, by=BO, seen=read))
    again = room.fingerprint(article.id)
    assert 1 == len(room.approve(article.id, by=BO, seen=again).approvals)


def _demanding(standard: Workflow, *rules: ApprovalRule) -> Workflow:
    steps = [
        attrs.evolve(step, approvals=rules) if step.approvals else step
        for step in standard.steps
    ]
    return attrs.evolve(standard, name="demanding", steps=steps)


def test_one_person_fills_one_place(desk: Desk) -> None:
    """The chief is an editor too, yet cannot stand for both in one release."""
    rules = (ApprovalRule(role="editor"), ApprovalRule(role="chief"))
    workflow = _demanding(desk.open().workflow(), *rules)
    room = desk.open(workflow=workflow)
    article = room.submit(room.draft(text(), by=ADA), by=ADA)
    alone = room.approve(article, by=CY)

    assert {"approvals"} == refused(lambda: room.publish(alone, by=CY))
    both = room.approve(alone, by=BO)
    assert "published" == room.publish(both, by=CY).state


@pytest.mark.parametrize("order", [(BO, CY, DAN), (CY, DAN, BO), (DAN, CY, BO)])
def test_so_many_of_each_role_in_any_order(
    desk: Desk, order: tuple[Person, ...]
) -> None:
    """Two editors and a chief are three people, in whatever order they come."""
    desk.staff.people["dan"] = DAN
    rules = (ApprovalRule(role="editor", count=2), ApprovalRule(role="chief"))
    workflow = _demanding(desk.open().workflow(), *rules)
    room = desk.open(workflow=workflow)
    article = room.submit(room.draft(text(), by=ADA), by=ADA)
    for person in order:
        assert "approvals" in refused(lambda: room.publish(article.id, by=CY))
        room.approve(article.id, by=person)

    published = room.publish(article.id, by=CY)
    assert published.live
    assert {"bo", "cy", "dan"} == set(published.live.approved_by)


def test_the_roles_are_those_held_when_approving(desk: Desk, room: Newsroom) -> None:
    """An editor who becomes a reporter has still approved as an editor."""
    article = room.approve(story(room, "review"), by="bo")
    desk.staff.change("bo", roles={"reporter"})

    assert "published" == room.publish(room.approve(article, by="cy"), by="cy").state


def test_every_objection_is_told_with_who_can_lift_it(room: Newsroom) -> None:
    """A refusal names everything at once, and what would be possible instead."""
    article = story(room, "draft")
    against = {one.code: one for one in room.why_not(article, "publish", by=ADA)}

    assert {"state", "role", "approvals"} == set(against)
    assert ("chief", "editor") == against["role"].lifted_by
    assert ("editor",) == against["approvals"].lifted_by
    assert "submit" == against["state"].offers
    with pytest.raises(Exception, match=r"possible from here: .*submit"):
        room.publish(article, by=ADA)


def test_what_is_allowed_is_what_is_not_refused(room: Newsroom) -> None:
    """Ada may write, hand in, comment; she may not approve what she wrote."""
    article = story(room, "review")
    ada = {step.name for step in room.allowed(article, by=ADA)}
    bo = {step.name for step in room.allowed(article, by=BO)}

    assert {"revise", "comment", "tighten_embargo"} <= ada
    assert ada.isdisjoint({"approve", "publish", "kill"})
    assert {"approve", "send_back", "spike"} <= bo


def test_parallel_desks_sign_off_in_any_order(desk: Desk) -> None:
    """Copy, legal and photo are asked inside the one review, and all are needed."""
    room = desk.open(workflow="three-desks")
    article = room.submit(room.draft(text(), by=ADA), by=ADA)
    article = room.approve(article, by=BO)
    for kind, person in (("photo", "pia"), ("copy", "kit"), ("legal", "lu")):
        assert "sign_off" in refused(partial(room.publish, article.id, by=CY))
        article = room.sign_off(article, kind, by=person)

    assert "published" == room.publish(article, by=CY).state


def test_a_sign_off_stays_where_its_scope_was_not_touched(desk: Desk) -> None:
    """The photo desk's word outlives an edit of the text; the lawyer's does not."""
    room = desk.open(workflow="three-desks")
    article = room.submit(room.draft(text(), by=ADA), by=ADA)
    for kind, person in (("photo", "pia"), ("copy", "kit"), ("legal", "lu")):
        article = room.sign_off(article, kind, by=person)
    article = room.save(article, text("Bridge is back"), by=ADA)

    assert ("photo",) == tuple(one.kind for one in article.sign_offs)


def test_a_sign_off_is_for_its_own_desk(desk: Desk) -> None:
    """The copy desk does not speak for the lawyer, and nobody for a desk unknown."""
    room = desk.open(workflow="three-desks")
    article = room.submit(room.draft(text(), by=ADA), by=ADA)

    assert {"role"} == refused(lambda: room.sign_off(article, "legal", by="kit"))
    assert {"sign_off_kind"} == refused(lambda: room.sign_off(article, "x", by="kit"))


def _pictured(*, caption: str = "The bridge", placed: bool = False) -> Content:
    """Write a story with a picture, on top or in the text."""
    picture = Media(key="p1", href="media:bridge.jpg", caption=caption)
    plain = text()
    body = [*plain.body, ImageBlock(key="b2", media="p1")] if placed else plain.body
    return attrs.evolve(plain, media=[picture], lead="p1", body=body)


def test_moving_a_picture_is_the_photo_desks_business(desk: Desk) -> None:
    """A caption or a place in the text is asked of the photo desk, not of copy."""
    room = desk.open(workflow="three-desks")
    article = room.submit(room.draft(_pictured(), by=ADA), by=ADA)
    article = room.sign_off(article, "photo", by="pia")
    article = room.sign_off(article, "copy", by="kit")
    moved = room.save(article, _pictured(placed=True), by=ADA)
    assert ("copy",) == tuple(one.kind for one in moved.sign_offs)
    retold = room.save(moved, _pictured(placed=True, caption="Crowds"), by=ADA)

    assert ("copy",) == tuple(one.kind for one in retold.sign_offs)
    given, held = retold.sign_offs[0].given, retold.sign_offs[0].content
    assert (article.head.content, retold.head.content) == (given, held)
