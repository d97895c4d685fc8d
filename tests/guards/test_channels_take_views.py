"""No draft and no embargoed word can reach a channel: the types alone forbid it."""

from __future__ import annotations

import ast
from typing import get_args, get_type_hints

import pytest

from newsflow.model.views import Advance, Proof, Released, Tombstone, View
from newsflow.ports import Channel, Parcel, Renderer

from .sources import functions, named, sources, tree

VIEWS = {Released, Proof, Advance, Tombstone}


def methods(name: str) -> list[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Find the methods of a name, in classes that could be a channel or a renderer."""
    return [
        (f"{named(file)}:{owner.name}", method)
        for file in sources()
        for owner in ast.walk(tree(file))
        if isinstance(owner, ast.ClassDef)
        for method in owner.body
        if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef)
        and method.name == name
    ]


def annotations(method: ast.FunctionDef | ast.AsyncFunctionDef) -> dict[str, str]:
    """Tell what a method says it takes."""
    taken = [*method.args.posonlyargs, *method.args.args, *method.args.kwonlyargs]
    return {
        one.arg: ast.unparse(one.annotation) if one.annotation else ""
        for one in taken
        if one.arg != "self"
    }


def test_a_parcel_holds_what_readers_may_have() -> None:
    """A released version, or what is left where one was."""
    assert {Released, Tombstone} == set(get_args(get_type_hints(Parcel)["view"]))
    assert Parcel == get_type_hints(Channel.deliver)["parcel"]


@pytest.mark.parametrize(("where", "method"), methods("deliver"), ids=lambda one: str(one)[:60])
def test_every_channel_takes_a_parcel(where: str, method: ast.FunctionDef) -> None:
    """And a shelf, which gives released versions alone."""
    assert {"parcel": "Parcel", "shelf": "Shelf"} == annotations(method), where


@pytest.mark.parametrize(("where", "method"), methods("render"), ids=lambda one: str(one)[:60])
def test_every_renderer_takes_a_view(where: str, method: ast.FunctionDef) -> None:
    """Never an article, never a bare content."""
    assert {"view": "View | Tombstone"} == annotations(method), where
    assert VIEWS == {*get_args(View), Tombstone}
    assert "view" in get_type_hints(Renderer.render)


def test_the_search_finds_our_channels_and_renderers() -> None:
    """A guard that looks at nothing guards nothing."""
    assert {"Folder", "Webhook"} & {where.split(":")[1] for where, _ in methods("deliver")}
    assert 5 <= len(methods("render"))


def test_only_the_model_makes_views() -> None:
    """Whoever else wrote a call would be told at run time; here they are told before."""
    names = {kind.__name__ for kind in VIEWS}
    made = [
        f"{named(file)}:{node.lineno}"
        for file in sources()
        if named(file) != "src/newsflow/model/views.py"
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and called(node) in names
    ]

    assert [] == made


def called(node: ast.Call) -> str:
    """Name what is called, or changed into a new one."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return getattr(node.func, "id", "")


def test_every_function_of_the_model_that_gives_a_view_is_known() -> None:
    """There are four doors, and what each demands is in its docstring."""
    doors = {
        function.name
        for file in sources()
        if named(file) == "src/newsflow/model/views.py"
        for function in functions(file)
        if function.returns is not None
        and ast.unparse(function.returns) in {kind.__name__ for kind in VIEWS}
    }

    assert {"release", "proof", "advance", "tombstone"} == doors
