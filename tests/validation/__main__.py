"""``make validate``: every page is held to the validators of the web."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

from .axe import axe
from .faults import Fault, listed, sifted
from .gallery import FOLDER, hung
from .looking import SCHEMES, WIDTHS, pages_in
from .programs import lacking, node, tell, vnu

Look = Callable[[Path], Iterator[Fault]]


def main() -> int:
    """Write all pages, look at them with every validator, and list what these say."""
    missing = tuple(lacking())
    if missing:
        tell("\n".join(missing))
        return 2
    hung()
    tell(f"{len(tuple(FOLDER.rglob('*.html')))} pages are in {FOLDER}")
    faults = tuple(fault for name in LOOKS for fault in _looked(name))
    for line in listed(faults):
        tell(line)
    return 1 if faults else 0


def _looked(name: str) -> tuple[Fault, ...]:
    began = time.monotonic()
    every = tuple(LOOKS[name](FOLDER))
    kept = tuple(sifted(FOLDER, every))
    took = f"{time.monotonic() - began:.0f} s"
    tell(f"{name}: {len(kept)} faults, {len(every) - len(kept)} tolerated, {took}")
    return kept


def _axe(folder: Path) -> Iterator[Fault]:
    pages = tuple(pages_in(folder))
    views = len(WIDTHS) * len(SCHEMES)
    tell(f"axe-core looks at {len(pages)} pages that differ, {views} times each")
    with TemporaryDirectory() as profile:
        yield from axe(folder, Path(profile), pages)


LOOKS: Mapping[str, Look] = MappingProxyType(
    {
        "Nu HTML checker": vnu,
        "html-validate and structured data": node,
        "axe-core": _axe,
    }
)

if __name__ == "__main__":
    sys.exit(main())
