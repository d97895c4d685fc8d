"""The pytest plug-in: a newsroom, its people, and a story wherever a test needs it.

pytest loads this module in every project in which newsflow is installed, long before
any coverage is measured; so nothing heavy is imported until a fixture is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from newsflow import Article, Content, Newsroom, Person
    from newsflow.testing import FixedClock, RecordingChannel

pytest.register_assert_rewrite(
    "newsflow.testing._channel_bench",
    "newsflow.testing._channel_faults",
    "newsflow.testing._channel_life",
    "newsflow.testing._channel_limits",
    "newsflow.testing._channel_promises",
    "newsflow.testing._channel_purity",
    "newsflow.testing._machine_rules",
    "newsflow.testing._machine_world",
    "newsflow.testing._memory",
    "newsflow.testing._steps",
    "newsflow.testing._witness",
    "newsflow.testing.channel_contract",
    "newsflow.testing.check_contract",
    "newsflow.testing.machine",
    "newsflow.testing.renderer_contract",
    "newsflow.testing.store_contract",
)


@pytest.fixture
def people() -> Mapping[str, Person]:
    """The people of the Harbour Gazette by id: ada, bo, cy, lu, kit, pia and wire."""
    from newsflow.testing import PEOPLE  # noqa: PLC0415 - import-light, see above

    return PEOPLE


@pytest.fixture
def newsroom_clock() -> FixedClock:
    """The clock of the fixture ``newsroom``; it stands until a test advances it."""
    from newsflow.testing import fixed_clock  # noqa: PLC0415 - import-light, see above

    return fixed_clock()


@pytest.fixture
def newsroom_channel() -> RecordingChannel:
    """The one channel of the fixture ``newsroom``: it remembers what it was given."""
    from newsflow.testing import RecordingChannel  # noqa: PLC0415 - import-light

    return RecordingChannel("recorder")


@pytest.fixture
def newsroom(
    people: Mapping[str, Person],
    newsroom_clock: FixedClock,
    newsroom_channel: RecordingChannel,
) -> Iterator[Newsroom]:
    """A newsroom in memory with the standard workflow, a fixed clock and seeded ids."""
    from newsflow import Newsroom  # noqa: PLC0415 - import-light, see above
    from newsflow.testing import Staff, seeded_ids, seeded_salts  # noqa: PLC0415 - same

    with Newsroom.open(
        "sqlite://",
        directory=Staff(people),
        channels=[newsroom_channel],
        clock=newsroom_clock,
        ids=seeded_ids(),
        salts=seeded_salts(),
    ) as room:
        yield room


@pytest.fixture
def article_in(
    newsroom: Newsroom, people: Mapping[str, Person]
) -> Callable[..., Article]:
    """Bring a story to a state: ``article_in("review")``, with a content if you like.

    Whatever the state requires has been done: a scheduled story has its approvals, a
    retracted one was published.
    """
    from newsflow.testing import bring  # noqa: PLC0415 - import-light, see above

    def brought(state: str, content: Content | None = None) -> Article:
        return bring(newsroom, state, people=people, content=content)

    return brought
