"""The look of a newsroom's sites: each theme is rehearsed before anything goes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from ..documents.config import FILE, Config
from ..errors import InvalidConfigError, NewsflowError, Problem, ThemeError
from ..ports import Renderer
from ..render import Html

_PAGES = "html"


def in_house_style(
    config: Config, renderers: Mapping[str, Renderer]
) -> Mapping[str, Renderer]:
    """Try the look of all sites; with one site, proofs look as its pages do.

    Raises:
        InvalidConfigError: with everything that is wrong with the look of any site.
    """
    html = renderers.get(_PAGES)
    if not isinstance(html, Html):
        return renderers
    found = tuple(_problems(config, html))
    if found:
        raise InvalidConfigError(found, source=FILE)
    if len(config.sites) != 1:
        return renderers
    (site,) = map(attrs.asdict, config.sites)
    return {**renderers, _PAGES: html.for_site(site, folder=str(config.folder))}


def _problems(config: Config, html: Html) -> Iterator[Problem]:
    for index, site in enumerate(config.sites):
        path = f"$.sites[{index}]"
        try:
            html.for_site(attrs.asdict(site), folder=str(config.folder))
        except ThemeError as broken:
            for fault in broken.faults:
                message = f"theme {broken.theme}: {fault}"
                yield Problem(path=f"{path}.theme", keyword="theme", message=message)
        except OSError as failed:
            message = f"the theme cannot be read: {failed}"
            yield Problem(path=f"{path}.theme", keyword="theme", message=message)
        except InvalidConfigError as unfit:
            yield from unfit.problems
        except NewsflowError as unfit:
            yield Problem(path=path, keyword="site", message=str(unfit))
