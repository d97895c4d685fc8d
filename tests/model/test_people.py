"""People, as the host knows them."""

from __future__ import annotations

import pytest

from newsflow.errors import InvalidValueError
from newsflow.model.people import ANYONE, Person


def test_a_person_may_what_one_of_their_roles_may() -> None:
    """Cy is an editor and the chief."""
    cy = Person(id="cy", name=" Cy  Holt ", roles=["editor", "chief"])

    assert cy.may(frozenset({"chief", "lawyer"}))
    assert not cy.may(frozenset({"lawyer"}))
    assert not cy.may(frozenset())
    assert "Cy Holt" == cy.name


def test_anyone_is_everybody() -> None:
    """Even somebody without a role."""
    visitor = Person(id="vi")

    assert visitor.may(frozenset({ANYONE}))
    assert not visitor.may(frozenset({"editor"}))
    assert ("", frozenset(), False, False) == (
        visitor.name,
        visitor.roles,
        visitor.service,
        visitor.revoked,
    )


def test_one_text_is_not_several_roles() -> None:
    """Its letters would be taken for roles."""
    with pytest.raises(
        InvalidValueError, match=r"roles must be several texts, such as"
    ):
        Person(id="bo", roles="editor")


@pytest.mark.parametrize("identifier", ["", "ada marsh", "-ada", "a" * 65, 7])
def test_an_id_is_a_key(identifier: object) -> None:
    """It is written into every event, and into the text that the chain covers."""
    with pytest.raises(InvalidValueError, match="id must be a key: letters, digits"):
        Person(id=identifier)  # type: ignore[arg-type] # wrong on purpose


def test_roles_are_lines_of_text() -> None:
    """Spaces around and between them mean nothing."""
    assert frozenset({"copy editor"}) == Person(id="kit", roles=["copy  editor "]).roles
