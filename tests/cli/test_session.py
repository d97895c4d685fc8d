"""One run of the command line: the time is the newsroom's, not the machine's."""

from __future__ import annotations

from newsflow.cli.host import Host
from newsflow.cli.session import Session

from ..gazette import Desk


def test_the_time_is_that_of_the_newsroom() -> None:
    """What is due is asked by the clock that sends it out, whoever's it is."""
    desk = Desk()
    room = desk.open()
    session = Session(host=Host(config=lambda: room.config, room=lambda: room))

    assert desk.clock() == room.now() == session.moment
    desk.close()
