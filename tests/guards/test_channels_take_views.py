"""No draft and no embargoed word can reach a channel: the types alone forbid it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from newsflow.model.views import Advance, Proof, Released, Tombstone, View
from newsflow.ports import Channel, Parcel, Renderer, Shelf

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(
    (
        *(ROOT / "src").rglob("*.py"),
        *(ROOT / "plugins").glob("*/src/**/*.py"),
        *(ROOT / "examples").glob("**/*.py"),
    )
)
VIEWS = {"Released", "Proof", "Advance", "Tombstone"}


def _methods(name: str) -> dict[str, ast.FunctionDef]:
    """Find the methods of a name, by file and class."""
    return {
        f"{file.relative_to(ROOT)}:{owner.name}": method
        for file in SOURCES
        for owner in _nodes(file)
        if isinstance(owner, ast.ClassDef)
        for method in owner.body
        if isinstance(method, ast.FunctionDef) and method.name == name
    }


def _nodes(file: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(file.read_text("utf-8")))


def _taken(method: ast.FunctionDef) -> dict[str, str]:
    """Tell what a method says it takes."""
    return {
        one.arg: ast.unparse(one.annotation) if one.annotation else ""
        for one in (*method.args.args, *method.args.kwonlyargs)
        if one.arg != "self"
    }


# What else is called deliver, such as a step of the newsroom, validates no parcel.
CHANNELS = {
    where: method
    for where, method in _methods("deliver").items()
    if where in _methods("validate")
}
PREVIEWS = {
    where: method for where, method in _methods("render").items() if where in CHANNELS
}
RENDERERS = {
    where: method
    for where, method in _methods("render").items()
    if where not in CHANNELS
}


def test_a_parcel_holds_what_a_channel_may_have() -> None:
    """A released version, one for a trusted partner, or what is left where one was.

    A draft is none of them, and a shelf gives nothing but what is released.
    """
    views = set(get_args(get_type_hints(Parcel)["view"]))
    assert {Released, Advance, Tombstone} == views
    assert Parcel == get_type_hints(Channel.deliver)["parcel"]
    assert Parcel == get_type_hints(Channel.validate)["parcel"]
    assert Parcel == get_type_hints(Channel.render)["parcel"]
    assert (Released,) == get_args(get_type_hints(Shelf.released)["return"])


def test_a_renderer_is_shown_a_view_and_nothing_else() -> None:
    """Three of a story, and what is left where one was."""
    assert {Released, Proof, Advance} == set(get_args(View))
    assert {Released, Proof, Advance, Tombstone} == set(
        get_args(get_type_hints(Renderer.render)["view"])
    )


@pytest.mark.parametrize("where", CHANNELS)
def test_every_channel_takes_a_parcel(where: str) -> None:
    """Ours, and those of the plug-ins."""
    assert {"parcel": "Parcel", "shelf": "Shelf"} == _taken(CHANNELS[where])


@pytest.mark.parametrize("where", PREVIEWS)
def test_what_a_channel_would_send_is_made_of_a_parcel(where: str) -> None:
    """The preview is made of what the delivery would be made of."""
    assert {"parcel": "Parcel"} == _taken(PREVIEWS[where])


@pytest.mark.parametrize("where", RENDERERS)
def test_every_renderer_takes_a_view(where: str) -> None:
    """Never an article, never a bare content."""
    assert {"view": "View | Tombstone"} == _taken(RENDERERS[where])


def test_the_search_finds_our_channels_and_renderers() -> None:
    """A guard that looks at nothing guards nothing."""
    assert {"Folder", "Channel", "RecordingChannel"} <= _classes(CHANNELS)
    assert {"Html", "Json", "Markdown", "PlainText", "Renderer"} <= _classes(RENDERERS)


def _classes(found: dict[str, ast.FunctionDef]) -> set[str]:
    return {where.split(":")[1] for where in found}


def test_there_are_four_doors_to_a_view() -> None:
    """And each of them is in the model, with what it demands in its docstring."""
    doors = {
        node.name: ast.unparse(node.returns)
        for node in _nodes(ROOT / "src" / "newsflow" / "model" / "views.py")
        if isinstance(node, ast.FunctionDef)
        and node.returns is not None
        and ast.unparse(node.returns) in VIEWS
    }

    assert {
        "release": "Released",
        "proof": "Proof",
        "advance": "Advance",
        "tombstone": "Tombstone",
    } == doors
