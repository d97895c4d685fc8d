"""Logs: whoever reads one must not be able to look at a draft by it."""

from __future__ import annotations

import logging
import re

_LINK = re.compile(r"(/(?:page|desk)/)[^/?#\s\"']+")
ACCESS = "uvicorn.access"


class LinkFilter(logging.Filter):
    """Takes the secret part out of preview links, in whatever a logger is given.

    :func:`~newsflow.preview.preview_app` puts one before ``uvicorn.access``; before the
    access log of another server, the host does.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, without the secrets in it."""
        record.msg = _hidden(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(map(_hidden, record.args))
        elif record.args is not None:
            record.args = {key: _hidden(one) for key, one in record.args.items()}
        return True


def keep_links_out_of(name: str = ACCESS) -> None:
    """Put the filter before a logger, once."""
    logger = logging.getLogger(name)
    if not any(isinstance(one, LinkFilter) for one in logger.filters):
        logger.addFilter(LinkFilter())


def _hidden(value: object) -> object:
    return _LINK.sub(r"\1…", value) if isinstance(value, str) else value
