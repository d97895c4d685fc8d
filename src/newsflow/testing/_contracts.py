"""What the contracts have in common: properties that each subclass gets afresh.

A method under ``given`` that two classes inherit would be one test run by two
executors, which Hypothesis rightly refuses; and a pytest fixture would be set up once
for all examples. So a contract writes ``property_…`` methods, each subclass gets its
own ``test_…`` of them, and what is tested is made by a method, once for each example.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import FunctionType
from typing import Any, ClassVar, TypeVar

from hypothesis import given, settings
from hypothesis.strategies import SearchStrategy

_PREFIX = "property_"
F = TypeVar("F", bound=Callable[..., None])

Strategies = Callable[[], Mapping[str, SearchStrategy[Any]]]


def holds_for(strategies: Strategies) -> Callable[[F], F]:
    """Say what a property is to hold for; the strategies are made when it is run."""

    def marked(function: F) -> F:
        function.__dict__["strategies"] = strategies
        return function

    return marked


class Contract:
    """The base of all contracts; *examples* is how many are tried of each property.

    None leaves that to the Hypothesis profile.
    """

    examples: ClassVar[int | None] = None

    def __init_subclass__(cls) -> None:
        """Give the subclass tests of its own out of the properties."""
        super().__init_subclass__()
        if cls.__module__.startswith("newsflow.testing"):
            return
        for name in dir(cls):
            if name.startswith(_PREFIX):
                test = _test(getattr(cls, name), cls.examples)
                setattr(cls, f"test_{name.removeprefix(_PREFIX)}", test)


def _test(written: Any, examples: int | None) -> Callable[..., None]:
    own = FunctionType(
        written.__code__,
        written.__globals__,
        written.__name__.replace(_PREFIX, "test_"),
        written.__defaults__,
        written.__closure__,
    )
    own.__kwdefaults__ = written.__kwdefaults__
    own.__doc__, own.__module__ = written.__doc__, written.__module__
    own.__qualname__ = own.__name__
    own.__annotations__ = {}
    ruled = given(**written.strategies())(own)
    often: dict[str, Any] = {} if examples is None else {"max_examples": examples}
    tested: Callable[..., None] = settings(deadline=None, **often)(ruled)
    return tested
