"""The root of the tree in :mod:`newsflow.errors`."""

from __future__ import annotations


class NewsflowError(Exception):
    """The root of all that newsflow raises; catch it to catch them all."""
