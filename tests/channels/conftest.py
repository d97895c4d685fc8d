"""A site of the Harbour Gazette, as a channel's test asks for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from .sites import Site


@pytest.fixture
def make_site(tmp_path: Path) -> Callable[..., Site]:
    """Set a site up with other settings than the usual."""
    return partial(Site, tmp_path)


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    """A site of the Harbour Gazette on disk."""
    return make_site()
