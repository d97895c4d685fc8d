"""The application that the command line is called from, where there is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from ..documents.config import Config
    from ..newsroom import Newsroom


@attrs.frozen
class Host:
    """An application that has the newsroom already: the command line asks it there.

    It hands itself over as click's ``obj``; the newsroom stays its own to close.
    """

    config: Callable[[], Config]
    room: Callable[[], Newsroom]
