"""The people of the newsroom are Django's users, and their roles its groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user_model

from newsflow import Person


class Login:
    """A directory: asked at each step, and when a schedule fires."""

    def person(self, identifier: str) -> Person | None:
        """Find an active user by their name."""
        users = get_user_model().objects.filter(is_active=True)
        user = users.filter(username=identifier).first()
        if user is None:
            return None
        roles = user.groups.values_list("name", flat=True)
        return Person(id=identifier, name=user.get_full_name(), roles=roles)


def parts() -> Mapping[str, Any]:
    """Give what the newsroom is opened with beside its configuration."""
    return {"directory": Login()}
