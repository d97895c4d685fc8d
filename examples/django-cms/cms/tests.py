"""The CMS and newsflow share Django's transaction; readers hear after its commit.

They are run by ``manage.py test``. A ``TransactionTestCase`` commits as requests do;
newsflow's tables are nobody's models, so a story of one test is there in the next.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest import mock

from django.contrib.auth.models import Group, User
from django.test import Client, TransactionTestCase

from newsflow import StepRefusedError
from newsflow.contrib import django as newsflow

from .models import Assignment

BRIDGE = {
    "headline": "Harbour bridge reopens",
    "language": "en-GB",
    "body": [{"type": "paragraph", "key": "b1", "spans": [{"text": "It is open."}]}],
}
STAFF = {"ada": ["reporter"], "bo": ["editor"], "cy": ["editor", "chief"]}


class Desk(TransactionTestCase):
    """Ada writes, Bo and Cy approve, Bo publishes."""

    def setUp(self) -> None:
        """Hire the people, and log them in."""
        self.clients: dict[str, Client] = {}
        for name, roles in STAFF.items():
            user = User.objects.create_user(name)
            user.groups.set(Group.objects.get_or_create(name=one)[0] for one in roles)
            self.clients[name] = Client(raise_request_exception=False)
            self.clients[name].force_login(user)
        self.before = {row.id for row in newsflow.newsroom().search()}

    def post(self, person: str, path: str, body: Any = None) -> Any:
        """Send something as a person."""
        client = self.clients[person]
        return client.post(path, data=body or {}, content_type="application/json")

    def drafted(self) -> str:
        """Draft the bridge story at the harbour desk."""
        answer = self.post("ada", "/articles?desk=harbour", BRIDGE)
        assert 201 == answer.status_code, answer.content
        return str(answer.json()["id"])

    def approved(self) -> str:
        """Take the bridge story as far as it can go before it is out."""
        story = self.drafted()
        for step, person in (("submit", "ada"), ("approve", "bo"), ("approve", "cy")):
            answer = self.post(person, f"/articles/{story}/{step}")
            assert 200 == answer.status_code, answer.content
        return story

    def added(self) -> set[str]:
        """Name the stories of this test."""
        return {row.id for row in newsflow.newsroom().search()} - self.before

    def test_a_draft_and_its_assignment_are_one_transaction(self) -> None:
        """The row of the CMS and newsflow's are there together."""
        story = self.drafted()

        assert "harbour" == Assignment.objects.get(article=story).desk
        assert {story} == self.added()

    def test_an_error_of_the_cms_undoes_the_draft_of_newsflow(self) -> None:
        """A desk that does not exist is found after the draft, and undoes it."""
        answer = self.post("ada", "/articles?desk=moon", BRIDGE)

        assert 404 == answer.status_code
        assert set() == self.added()

    def test_a_refusal_of_newsflow_undoes_the_row_of_the_cms(self) -> None:
        """Whatever was written before a refused step is gone, too."""
        story = self.drafted()
        with (
            self.assertRaises(StepRefusedError),  # noqa: PT027 - here is no pytest
            newsflow.transaction() as newsroom,
        ):
            Assignment.objects.filter(article=story).delete()
            newsroom.publish(story, by="ada")

        assert Assignment.objects.filter(article=story).exists()

    def test_a_refused_step_is_403_with_who_can_lift_it(self) -> None:
        """The client learns everything that is missing."""
        answer = self.post("ada", f"/articles/{self.drafted()}/publish")

        assert 403 == answer.status_code
        objections = answer.json()["objections"]
        assert ["state", "role", "approvals"] == [one["code"] for one in objections]
        assert ["editor"] == objections[2]["lifted_by"]

    def test_readers_get_the_page_after_it_is_published(self) -> None:
        """Before, there is none."""
        story = self.approved()
        assert 404 == Client().get(f"/live/{story}").status_code

        answer = self.post("bo", f"/articles/{story}/publish")

        assert "published" == answer.json()["state"], answer.content
        self.assertContains(Client().get(f"/live/{story}"), "Harbour bridge reopens")
        (delivery,) = newsflow.newsroom().deliveries(story)
        assert "delivered" == delivery.status.value

    def test_nothing_goes_out_when_the_view_fails(self) -> None:
        """A publication that Django rolls back was none."""
        story = self.approved()
        site = Path(newsflow.newsroom().config.folder) / "site"
        before = sorted(site.rglob("*"))
        with mock.patch("cms.views._state", side_effect=ZeroDivisionError):
            answer = self.post("bo", f"/articles/{story}/publish")

        assert 500 == answer.status_code
        assert "review" == newsflow.newsroom().article(story).state
        assert before == sorted(site.rglob("*"))

    def test_a_save_of_what_has_moved_on_is_409(self) -> None:
        """Somebody else was faster: the client reads again."""
        story = self.drafted()
        self.post("ada", f"/articles/{story}/submit")
        answer = self.post("ada", f"/articles/{story}?position=1", BRIDGE)

        assert 409 == answer.status_code

    def test_an_invalid_document_is_422_with_every_problem(self) -> None:
        """Nothing of it is stored."""
        broken = {"headline": "", "slug": "Über uns", "body": []}
        answer = self.post("ada", "/articles?desk=harbour", broken)

        assert 422 == answer.status_code
        paths = {one["path"] for one in answer.json()["problems"]}
        assert {"$.headline", "$.slug"} == paths
        assert set() == self.added()

    def test_whoever_is_not_logged_in_writes_nothing(self) -> None:
        """The people are Django's users."""
        answer = Client().post("/articles?desk=harbour", BRIDGE, "application/json")

        assert 302 == answer.status_code
        assert set() == self.added()
