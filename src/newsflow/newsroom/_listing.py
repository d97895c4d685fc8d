"""Lists of articles: a misspelt filter is told, for its list would only be empty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from ..errors import InvalidValueError, NotFoundError
from ..store.search import Row, Search, search
from ..workflow.definition import StateKind
from ._office import Office


def listed(office: Office, wanted: Mapping[str, Any]) -> tuple[Row, ...]:
    """List articles, latest first.

    Raises:
        InvalidValueError: a keyword is none of those of :class:`Search`.
        NotFoundError: there is no such state, or no such kind of state.
    """
    known = tuple(field.name for field in attrs.fields(Search))
    for name in wanted:
        if name not in known:
            field, those = "search keyword", f"one of {', '.join(known)}"
            raise InvalidValueError(field, name, those)
    _known_kind(wanted.get("state_kind"))
    _known_state(office, wanted.get("state"))
    return search(office.database, Search(**wanted))


def _known_kind(kind: str | None) -> None:
    if kind is not None and kind not in tuple(StateKind):
        what = "kind of state"
        raise NotFoundError(what, kind, known=StateKind)


def _known_state(office: Office, state: str | None) -> None:
    """Refuse a state that no workflow has, and that no article stands in either."""
    workflows = (office.workflow, *office.workflows.values())
    states = dict.fromkeys(one for each in workflows for one in each.by_state)
    if state is None or state in states:
        return
    # Of an earlier version that was not asked for yet, only articles still tell.
    standing: Iterable[str] = office.store.counts()
    if state not in standing:
        kind = "state"
        raise NotFoundError(kind, state, known=dict.fromkeys((*states, *standing)))
