"""The same call in another process, where hashes, time zone and memory are others."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import pytest

_CHILD = (
    "import pickle, sys; path, order = pickle.load(sys.stdin.buffer); "
    "sys.path[:] = path; from newsflow.testing._elsewhere import obey; "
    "sys.stdout.buffer.write(obey(order))"
)
_MINUTE = 60


@attrs.frozen(kw_only=True)
class _Order:
    """What the other process is to do: *task*, on a subject that it is sent or makes.

    The class of the contract is named, and found by its file.
    """

    module: str
    file: str
    contract: str
    make: str
    subject: bytes | None
    task: bytes


def elsewhere(
    contract: object, make: str, subject: object, task: Callable[[Any], Any]
) -> Any:
    """Give what *task* makes of a subject in another process.

    The subject is sent there if it can be pickled, and else made there anew by the
    method *make* of the contract, which may make more beside it. Where neither can be
    done, the test is skipped.
    """
    order = _Order(
        module=type(contract).__module__,
        file=inspect.getfile(type(contract)),
        contract=type(contract).__qualname__,
        make=make,
        subject=_pickled(subject),
        task=pickle.dumps(task),
    )
    done = subprocess.run(  # noqa: S603 - our own script, in our own interpreter
        [sys.executable, "-c", _CHILD],
        input=pickle.dumps((sys.path, pickle.dumps(order))),
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati"},
        timeout=_MINUTE,
    )
    assert not done.returncode, f"the other process broke:\n{done.stderr.decode()}"
    reached, answer = pickle.loads(done.stdout)  # noqa: S301 - written by our script
    if not reached:
        pytest.skip(f"it cannot be had in a second process: {answer}")
    return answer


def obey(written: bytes) -> bytes:
    """Do what another process ordered; called there, and nowhere else."""
    order: _Order = pickle.loads(written)  # noqa: S301 - written by our own process
    try:
        subject = _subject(order)
    except Exception as missing:  # noqa: BLE001 - whatever it is, it is told
        return pickle.dumps((False, f"{type(missing).__name__}: {missing}"))
    task = pickle.loads(order.task)  # noqa: S301 - written by our own process
    return pickle.dumps((True, task(subject)))


def _pickled(subject: object) -> bytes | None:
    try:
        return pickle.dumps(subject)
    except Exception:  # noqa: BLE001 - what cannot be pickled says so in many ways
        return None


def _subject(order: _Order) -> Any:
    if order.subject is not None:
        try:
            return pickle.loads(order.subject)  # noqa: S301 - by our own process
        except (AttributeError, ImportError):
            _load(order)
            return pickle.loads(order.subject)  # noqa: S301 - by our own process
    contract: Any = _load(order)
    for name in order.contract.split("."):
        contract = getattr(contract, name)
    made = getattr(contract(), order.make)()
    return made[0] if isinstance(made, tuple) else made


def _load(order: _Order) -> ModuleType:
    """Import the file of the contract under the name by which pytest knows it."""
    if order.module in sys.modules:
        return sys.modules[order.module]
    *parents, _ = order.module.split(".")
    folder = Path(order.file).parent
    for depth in range(len(parents), 0, -1):
        package = ModuleType(".".join(parents[:depth]))
        package.__path__ = [str(folder)]
        sys.modules.setdefault(package.__name__, package)
        folder = folder.parent
    spec = importlib.util.spec_from_file_location(order.module, order.file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[order.module] = module
    spec.loader.exec_module(module)
    return module
