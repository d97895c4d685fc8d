"""A theme: the templates, the style and the files by which pages look like a house's.

It is read once and held in memory, so that what a receipt names is what was rendered,
whatever becomes of the files meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType
from typing import Any

import attrs

from ..errors import ThemeError
from . import theme_rules as rules
from .remaking import parts_of

ASSETS = "assets/"
_DIGITS = 16


def _sorted(value: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(sorted(value.items())))


def _origins(value: Mapping[str, Iterable[str]]) -> Mapping[str, tuple[str, ...]]:
    return _sorted({name: _names(one) for name, one in value.items()})


def _names(value: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(value))


@attrs.frozen(kw_only=True, slots=False)
class Theme:
    """What a house puts in the place of ours, or over it.

    *templates* are jinja2 sources by file name, such as ``article.html.jinja``: one of
    our name takes the place of ours, which is still there as ``newsflow/`` and that
    name, to be extended. *style* is a style sheet that follows ours, or with
    *replaces_style* stands alone. *assets* are files by name, for ``asset()`` in
    templates and ``url(assets/NAME)`` in the style. *scripts* are those of the assets
    that pages may run; *origins* are whom else pages may load from, by the directive of
    the Content Security Policy (CSP level 3) without its ``-src``. A theme is another
    theme as soon as one byte of it is another: only its *digest* counts.

    Raises:
        ThemeError: with everything that may not be in a theme.
    """

    name: str = attrs.field(eq=False)
    templates: Mapping[str, str] = attrs.field(
        factory=dict, converter=_sorted, eq=False, repr=False
    )
    style: str = attrs.field(default="", eq=False, repr=False)
    replaces_style: bool = attrs.field(default=False, eq=False, repr=False)
    assets: Mapping[str, bytes] = attrs.field(
        factory=dict, converter=_sorted, eq=False, repr=False
    )
    scripts: tuple[str, ...] = attrs.field(
        default=(), converter=_names, eq=False, repr=False
    )
    origins: Mapping[str, tuple[str, ...]] = attrs.field(
        factory=dict, converter=_origins, eq=False, repr=False
    )
    digest: str = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Refuse what may not be in a theme, all at once; then name it."""
        faults = (
            *rules.unfit_name(self.name),
            *rules.unfit_templates(self.templates),
            *rules.unfit_style(self.style, self.assets),
            *rules.unfit_assets(self.assets, self.scripts),
            *rules.unfit_origins(self.origins),
        )
        if faults:
            raise ThemeError(self.name, faults)
        object.__setattr__(self, "digest", sha256(b"".join(self._parts())).hexdigest())

    def __reduce__(self) -> Any:
        """Go to another process as what it was made of."""
        return parts_of(self)

    @property
    def version(self) -> str:
        """What a receipt says of it, such as ``gazette.3f2a91c07be4``."""
        return f"{self.name}.{self.digest[:12]}"

    @cached_property
    def addresses(self) -> Mapping[str, str]:
        """Where each asset lies on the site: a name of its own for these very bytes."""
        return {name: _address(name, data) for name, data in self.assets.items()}

    def files(self) -> Mapping[str, bytes]:
        """Give the files that a site has to have, by their addresses on it."""
        return {self.addresses[name]: data for name, data in self.assets.items()}

    def _parts(self) -> Iterator[bytes]:
        # Each with its length before it, so that no two themes run into the same bytes.
        told = (self.name, self.style, str(self.replaces_style), *self.scripts)
        for text in (*told, *self._listed()):
            data = text.encode() if isinstance(text, str) else text
            yield b"%d:" % len(data)
            yield data

    def _listed(self) -> Iterator[str | bytes]:
        for kind in (self.templates, self.assets):
            for name, held in kind.items():
                yield from (name, held)
        for name, origins in self.origins.items():
            yield from (name, *origins)


def _address(name: str, data: bytes) -> str:
    stem, dot, suffix = name.rpartition(".")
    return f"{ASSETS}{stem}.{sha256(data).hexdigest()[:_DIGITS]}{dot}{suffix}"


PLAIN = Theme(name="newsflow")
"""The theme that adds nothing: pages as they come with newsflow."""
