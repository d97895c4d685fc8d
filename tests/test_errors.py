"""Errors: one tree, whole messages, and the facts as attributes."""

from __future__ import annotations

import inspect
import re

import pytest

from newsflow import errors
from newsflow.errors import (
    BrokenChainError,
    ConflictError,
    DeliveryError,
    ErasedTextError,
    HistoryError,
    InvalidConfigError,
    InvalidDocumentError,
    InvalidError,
    InvalidValueError,
    InvalidWorkflowError,
    LockedError,
    MissingExtraError,
    NewerDatabaseError,
    NewsflowError,
    NotFoundError,
    NotReleasedError,
    Objection,
    PluginClashError,
    PluginError,
    Problem,
    RejectedError,
    RetryError,
    StepRefusedError,
    UnreadableError,
)

SLUG = Problem(
    path="$.slug",
    keyword="pattern",
    message="must be lower-case letters",
    found='"Über uns"',
    allowed="a-z",
    suggestion='try "uber-uns"',
)
LINE = Problem(path="$.body[0]", keyword="type", message="must be an object")


def test_the_tree_in_the_docstring_is_the_tree() -> None:
    """Whoever catches an error reads there what else it catches."""
    lines = re.findall(
        r"^    ([│ ]*)(?:[├└]── )?(\w+Error)\b", errors.__doc__ or "", re.MULTILINE
    )
    drawn: dict[str, str] = {}
    above: dict[int, str] = {}
    for indent, name in lines:
        depth = 0 if name == "NewsflowError" else len(indent) // 4 + 1
        above[depth] = name
        drawn[name] = above.get(depth - 1, "Exception")

    public = {
        name: kind
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, Exception) and name[0] != "_"
    }
    assert drawn == {name: base(kind) for name, kind in public.items()}


def base(kind: type) -> str:
    """Name the public class above it."""
    return next(one.__name__ for one in kind.__mro__[1:] if one.__name__[0] != "_")


def test_every_error_says_what_it_is_for() -> None:
    """In a docstring of its own."""
    for kind in vars(errors).values():
        if inspect.isclass(kind) and issubclass(kind, Exception):
            assert kind.__doc__
            assert kind.__doc__ not in {one.__doc__ for one in kind.__mro__[1:]}


def test_some_are_also_what_python_calls_them() -> None:
    """So that a host catches them as it is used to."""
    assert issubclass(InvalidValueError, ValueError)
    assert issubclass(NotFoundError, LookupError)


def test_a_problem_reads_as_a_line() -> None:
    """Where, what, what was found, and a way out; only what there is."""
    assert (
        '$.slug: must be lower-case letters (found "Über uns"); try "uber-uns"'
    ) == str(SLUG)
    assert "$.body[0]: must be an object" == str(LINE)


def test_an_objection_reads_with_those_who_can_lift_it() -> None:
    """If there is somebody."""
    lifted = Objection(code="role", message="no", lifted_by=("chief", "editor"))

    assert "no (lifted by: chief, editor)" == str(lifted)
    assert "no" == str(Objection(code="state", message="no", offers="submit"))


@pytest.mark.parametrize(
    ("kind", "heading"),
    [
        (InvalidDocumentError, "this document is not valid"),
        (InvalidConfigError, "this configuration is not valid"),
        (InvalidWorkflowError, "this workflow cannot be used"),
    ],
)
def test_all_problems_come_at_once(
    kind: type[InvalidDocumentError], heading: str
) -> None:
    """Counted, under the name of the source if it has one."""
    both = kind([LINE, SLUG], source="bridge.json")

    assert (
        f"bridge.json: {heading}: 2 problems\n"
        "  $.body[0]: must be an object\n"
        '  $.slug: must be lower-case letters (found "Über uns"); try "uber-uns"'
    ) == str(both)
    assert f"{heading}: 1 problem\n  $.body[0]: must be an object" == str(kind([LINE]))
    assert ((LINE, SLUG), "bridge.json") == (both.problems, both.source)
    assert isinstance(both, InvalidError)


@pytest.mark.parametrize(
    ("error", "message", "facts"),
    [
        (
            InvalidValueError("slug", "Über uns", "lower-case letters"),
            "slug must be lower-case letters, not 'Über uns'",
            {"field": "slug", "found": "Über uns", "allowed": "lower-case letters"},
        ),
        (
            InvalidValueError("body", "x" * 100, "short"),
            f"body must be short, not '{'x' * 58}…",
            {"found": "x" * 100},
        ),
        (
            UnreadableError("bridge.txt", "it is no UTF-8"),
            "cannot read bridge.txt: it is no UTF-8",
            {"source": "bridge.txt", "reason": "it is no UTF-8"},
        ),
        (
            UnreadableError("", "it is no UTF-8"),
            "cannot read this input: it is no UTF-8",
            {"source": ""},
        ),
        (
            StepRefusedError(
                "send_back",
                "bridge",
                state="draft",
                objections=[
                    Objection(code="a", message="one"),
                    Objection(code="b", message="two"),
                ],
                possible=["revise", "submit"],
            ),
            (
                "cannot send back bridge (in draft): one; two; "
                "possible from here: revise, submit"
            ),
            {
                "step": "send_back",
                "article": "bridge",
                "state": "draft",
                "possible": ("revise", "submit"),
            },
        ),
        (
            StepRefusedError(
                "kill",
                "bridge",
                state="killed",
                objections=[Objection(code="a", message="one")],
            ),
            "cannot kill bridge (in killed): one; possible from here: nothing",
            {"objections": (Objection(code="a", message="one"),), "possible": ()},
        ),
        (
            ConflictError("bridge", expected=4, found=5),
            (
                "bridge has moved on: expected position 4, found 5; "
                "read it again and repeat the step if it still applies"
            ),
            {"article": "bridge", "expected": 4, "found": 5},
        ),
        (
            NotFoundError("site", "mian", known=["main", "wire"]),
            "there is no site 'mian'; known: main, wire",
            {"kind": "site", "name": "mian", "known": ("main", "wire")},
        ),
        (
            NotFoundError("article", "tram"),
            "there is no article 'tram'",
            {"known": ()},
        ),
        (
            LockedError("bridge", holder="ada", until="2026-11-24T09:00:00Z"),
            (
                "bridge is locked by ada until 2026-11-24T09:00:00Z: "
                "wait until then, ask ada to let it go"
            ),
            {"article": "bridge", "holder": "ada", "until": "2026-11-24T09:00:00Z"},
        ),
        (
            LockedError("bridge", holder="ada", until="soon", lifted_by=["chief"]),
            (
                "bridge is locked by ada until soon: wait until then, ask ada to let "
                "it go, or have it unlocked by force (by: chief)"
            ),
            {"lifted_by": ("chief",)},
        ),
        (
            NotReleasedError("bridge", "nothing of it is live (draft)"),
            "bridge cannot be shown to readers: nothing of it is live (draft)",
            {"article": "bridge", "reason": "nothing of it is live (draft)"},
        ),
        (
            ErasedTextError("0123456789abcdef", "a court said so"),
            "the text 0123456789ab… was erased: a court said so",
            {"digest": "0123456789abcdef", "reason": "a court said so"},
        ),
        (
            NewerDatabaseError(found=3, known=1),
            (
                "the database has schema version 3, and this newsflow knows none after "
                "1: a newer newsflow has written it; install that one, or open a copy "
                "of the database from before; nothing was changed"
            ),
            {"found": 3, "known": 1},
        ),
        (
            BrokenChainError("bridge", 3, "it does not follow the event before it"),
            (
                "bridge: the history breaks at event 3: "
                "it does not follow the event before it"
            ),
            {"article": "bridge", "position": 3},
        ),
        (
            PluginError("webhook", "it has no settings"),
            "plug-in webhook: it has no settings",
            {"plugin": "webhook", "reason": "it has no settings"},
        ),
        (
            PluginClashError("renderer", "html", plugins=("newsflow", "fancy")),
            (
                "plug-in fancy: offers the renderer 'html', which newsflow offers "
                "already; enable one of the two"
            ),
            {
                "kind": "renderer",
                "name": "html",
                "plugins": ("newsflow", "fancy"),
                "plugin": "fancy",
            },
        ),
        (
            DeliveryError("site", "the disk is full"),
            "channel site: the disk is full",
            {"channel": "site", "reason": "the disk is full"},
        ),
        (
            RejectedError("site", "it is too long"),
            "channel site: it is too long",
            {"channel": "site"},
        ),
        (
            RetryError("wire", "it is busy", after=30),
            "channel wire: it is busy",
            {"after": 30, "reason": "it is busy"},
        ),
        (RetryError("wire", "it is busy"), "channel wire: it is busy", {"after": None}),
        (
            MissingExtraError("checkpoints", "sign"),
            "checkpoints needs the extra 'sign': pip install 'newsflow[sign]'",
            {"feature": "checkpoints", "extra": "sign"},
        ),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_an_error_says_it_all_and_keeps_its_facts(
    error: NewsflowError, message: str, facts: dict[str, object]
) -> None:
    """What failed, on what, and what would have been possible."""
    assert message == str(error)
    assert facts == {name: getattr(error, name) for name in facts}
    assert isinstance(error, NewsflowError)


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("publish", "cannot publish bridge (in draft): no"),
        ("send_back", "cannot send back bridge (in draft): no"),
        ("comment", "cannot comment on bridge (in draft): no"),
        ("lift_embargo", "cannot lift the embargo of bridge (in draft): no"),
        ("fact-check", "cannot fact-check bridge (in draft): no"),
    ],
)
def test_a_refusal_is_a_sentence(step: str, told: str) -> None:
    """Whatever the step is called, something is not done with the story."""
    objections = [Objection(code="a", message="no")]
    refused = StepRefusedError(step, "bridge", state="draft", objections=objections)

    assert f"{told}; possible from here: nothing" == str(refused)


def test_a_history_error_says_what_it_was_given() -> None:
    """Its readers word it."""
    assert "event 3 cannot be read" == str(HistoryError("event 3 cannot be read"))
