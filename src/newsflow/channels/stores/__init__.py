"""Stores: the places beyond this machine where a site may be kept, through fsspec."""

from __future__ import annotations
