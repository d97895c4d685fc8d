"""The contract of a check: inherit, make yours, and let pytest run it."""

from __future__ import annotations

import attrs

from ..documents.canonical import canonical_content
from ..model.checks import Finding
from ..model.content import Content
from ..ports import Check
from ._contracts import Contract, holds_for
from ._elsewhere import elsewhere
from ._quiet import quiet
from .staging import bridge
from .strategies import contents


@attrs.frozen
class Checking:
    """Runs a check over contents."""

    contents: tuple[Content, ...]

    def __call__(self, check: Check) -> tuple[tuple[Finding, ...], ...]:
        """Give what the check finds in each."""
        return tuple(tuple(check.run(content)) for content in self.contents)


class CheckContract(Contract):
    """What every check must do, whatever a story holds.

    ::

        class TestMissingByline(CheckContract):
            def make_check(self):
                return MissingByline()
    """

    def make_check(self) -> Check:
        """Make the check that is tested.

        Raises:
            NotImplementedError: the subclass does not say which.
        """
        raise NotImplementedError

    def test_it_has_a_code(self) -> None:
        """A check is known by the code that its findings carry."""
        check = self.make_check()

        assert isinstance(check, Check)
        assert check.code

    @holds_for(lambda: {"content": contents()})
    def property_it_finds_without_raising(self, content: Content) -> None:
        """A check answers with findings of its own code, and never breaks."""
        check = self.make_check()

        for finding in check.run(content):
            assert isinstance(finding, Finding)
            assert check.code == finding.code
            assert finding.message
            assert finding.path.startswith("$")

    def test_another_process_finds_the_same(self) -> None:
        """Neither hashes nor the time zone of a process can be seen in a finding."""
        checking = Checking((Content(headline="Harbour bridge reopens"), bridge()))
        check = self.make_check()

        assert checking(check) == elsewhere(self, "make_check", check, checking)

    @holds_for(lambda: {"content": contents()})
    def property_it_finds_the_same_again(self, content: Content) -> None:
        """A check is pure: it knows no clock, keeps nothing and changes nothing."""
        before = canonical_content(content)
        check = self.make_check()
        with quiet("a check"):
            first = tuple(check.run(content))

        assert first == tuple(check.run(content))
        assert first == tuple(self.make_check().run(content))
        assert before == canonical_content(content), "it changed the content"
