"""Texts that are not to be seen, such as passwords and addresses with keys in them."""

from __future__ import annotations


class Veiled:
    """A text that no listing shows: its repr does not, nor what lists its fields."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return "<not shown>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Veiled) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)
