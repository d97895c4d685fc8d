"""The telegraph keeps the contracts that every channel and every check must keep."""

from __future__ import annotations

import importlib.util
import sys
import tempfile
from pathlib import Path

from newsflow.ports import Channel, Check
from newsflow.testing import ChannelContract, CheckContract

if importlib.util.find_spec("newsflow_telegraph") is None:
    # Not installed: this is the example as it lies in newsflow's own checkout.
    sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from newsflow_telegraph import FitsTelegram, Telegraph


class TestTelegraph(ChannelContract):
    """Whatever a story holds, it is taken or refused in words, and twice is once."""

    folder: tempfile.TemporaryDirectory[str]

    @classmethod
    def setup_class(cls) -> None:
        """Make a folder for the telegrams of all examples."""
        cls.folder = tempfile.TemporaryDirectory()

    @classmethod
    def teardown_class(cls) -> None:
        """Remove it."""
        cls.folder.cleanup()

    def make_channel(self) -> Channel:
        """Make a telegraph with an empty folder."""
        return Telegraph("wire", Path(tempfile.mkdtemp(dir=self.folder.name)))

    def look(self, channel: Channel) -> object:
        """Read all telegrams."""
        assert isinstance(channel, Telegraph)
        files = sorted(channel.folder.glob("*.txt"))
        return [(file.name, file.read_text(encoding="utf-8")) for file in files]


class TestFitsTelegram(CheckContract):
    """It answers with findings of its own code, and with the same ones again."""

    def make_check(self) -> Check:
        """Make the check."""
        return FitsTelegram()
