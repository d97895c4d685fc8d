"""Embeds: a bare address of a known site, or the directive ``::embed``."""

from __future__ import annotations

from ...model.blocks import Embed
from ..addresses import page_of
from ..providers import provider_of
from .inline import plain
from .signs import EMBED
from .tree import Node


def embed_of(node: Node, key: str) -> Embed | None:
    """Read a paragraph that is nothing but an embed; None for any other."""
    if node.raw.startswith(f"{EMBED}["):
        return _directive(node, key)
    provider = provider_of(node.raw) if node.raw.startswith("http") else None
    href = page_of(node.raw) if provider else None
    return None if href is None else Embed(key=key, href=href, provider=provider)


def _directive(node: Node, key: str) -> Embed | None:
    """``::embed[title](address "caption"){provider}``, the braces only where needed."""
    tokens = node.inline
    types = [token.type for token in tokens]
    if types[:2] != ["text", "link_open"] or "link_close" not in types:
        return None
    end = types.index("link_close")
    href = page_of(str(tokens[1].attrs.get("href", "")))
    after = plain(tokens[end + 1 :]).strip()
    if href is None or not (after == "" or (after[0], after[-1]) == ("{", "}")):
        return None
    return Embed(
        key=key,
        href=href,
        provider=after[1:-1] if after else provider_of(href),
        title=plain(tokens[2:end]),
        caption=str(tokens[1].attrs.get("title", "")),
    )
