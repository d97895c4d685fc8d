"""The themes of a newsroom's sites: each is rehearsed before anything is published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..documents.config import FILE, Config
from ..errors import InvalidConfigError, Problem, ThemeError
from ..ports import Renderer
from ..render import Html

_PAGES = "html"


def in_theme(
    config: Config, renderers: Mapping[str, Renderer]
) -> Mapping[str, Renderer]:
    """Rehearse the themes of all sites; with one site, proofs are shown in its theme.

    Raises:
        InvalidConfigError: with everything that is wrong with any of the themes.
    """
    html = renderers.get(_PAGES)
    if not isinstance(html, Html):
        return renderers
    found = tuple(_problems(config, html))
    if found:
        raise InvalidConfigError(found, source=FILE)
    themes = [site.theme for site in config.sites]
    if len(themes) != 1 or themes[0] is None:
        return renderers
    return {**renderers, _PAGES: html.themed(themes[0], folder=str(config.folder))}


def _problems(config: Config, html: Html) -> Iterator[Problem]:
    for index, site in enumerate(config.sites):
        if site.theme is None:
            continue
        path = f"$.sites[{index}].theme"
        try:
            html.themed(site.theme, folder=str(config.folder))
        except ThemeError as broken:
            for fault in broken.faults:
                message = f"theme {broken.theme}: {fault}"
                yield Problem(path=path, keyword="theme", message=message)
        except OSError as failed:
            message = f"the theme cannot be read: {failed}"
            yield Problem(path=path, keyword="theme", message=message)
