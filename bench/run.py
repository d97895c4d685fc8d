"""Every measurement, one after another: ``make bench``. Ratios within one run."""

from __future__ import annotations

import importlib
import os
import platform

MEASUREMENTS = (
    "lifecycle",
    "core",
    "page",
    "sites",
    "ingest",
    "imports",
    "writers",
    "ledger",
    "drain",
    "webhook",
    "arrival",
)


def main() -> None:
    """Print every table."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} processors, load {load}"
    )
    for name in MEASUREMENTS:
        importlib.import_module(name).main()


if __name__ == "__main__":
    main()
