"""The contract of a renderer: inherit, make yours, and let pytest run it."""

from __future__ import annotations

from typing import cast

import attrs

from ..documents.canonical import canonical_content
from ..errors import NewsflowError, NotReleasedError
from ..model.content import Content
from ..model.views import Advance, Released, Tombstone, View
from ..ports import Renderer, Rendition
from ._contracts import Contract, holds_for
from ._elsewhere import elsewhere
from ._quiet import quiet
from ._views import story
from .staging import bridge
from .strategies import advances, contents, released, tombstones


@attrs.frozen
class Rendering:
    """Renders views, by any renderer."""

    views: tuple[View, ...]

    def __call__(self, renderer: Renderer) -> tuple[Rendition | None, ...]:
        """Give what the renderer makes of each; None where it refuses."""
        return tuple(_rendered(renderer, view) for view in self.views)


def _rendered(renderer: Renderer, view: View) -> Rendition | None:
    try:
        return renderer.render(view)
    except NewsflowError:
        return None


class RendererContract(Contract):
    """What every renderer must do, whatever a story holds.

    ::

        class TestAmp(RendererContract):
            def make_renderer(self):
                return Amp()
    """

    def make_renderer(self) -> Renderer:
        """Make the renderer that is tested.

        Raises:
            NotImplementedError: the subclass does not say which.
        """
        raise NotImplementedError

    def test_it_names_itself_and_its_files(self) -> None:
        """A renderer is chosen by name, and its files end in its suffix."""
        renderer = self.make_renderer()

        assert isinstance(renderer, Renderer)
        assert renderer.name
        assert renderer.suffix.startswith(".")

    @holds_for(lambda: {"view": released()})
    def property_the_same_view_gives_the_same_bytes(self, view: Released) -> None:
        """Rendering is pure: again, or by another renderer, it gives the same."""
        before = canonical_content(view.content)
        renderer = self.make_renderer()
        with quiet("render"):
            first = renderer.render(view)

        assert isinstance(first, Rendition)
        assert "/" in first.media_type
        assert isinstance(first.data, bytes)
        assert first == renderer.render(view)
        assert first == self.make_renderer().render(view)
        assert before == canonical_content(view.content), "it changed the content"

    def test_another_process_renders_the_same_bytes(self) -> None:
        """Neither hashes nor the time zone of a process can be seen in a rendition."""
        told = story(bridge()).reach("published")
        rendering = Rendering((told.release(), told.proof()))
        renderer = self.make_renderer()

        assert rendering(renderer) == elsewhere(
            self, "make_renderer", renderer, rendering
        )

    @holds_for(lambda: {"content": contents()})
    def property_a_proof_says_that_it_is_one(self, content: Content) -> None:
        """A proof is refused, or cannot be taken for what was released."""
        telling = story(content)
        renderer, proof = self.make_renderer(), telling.proof()
        out = telling.reach("published").release()

        try:
            shown = renderer.render(proof)
        except NewsflowError:
            return
        assert shown != renderer.render(out), "a proof reads like the released story"

    @holds_for(lambda: {"view": advances()})
    def property_an_embargo_is_told_or_the_view_refused(self, view: Advance) -> None:
        """A story goes out ahead only with its embargo in it."""
        try:
            shown = self.make_renderer().render(view)
        except NotReleasedError:
            return
        day = view.embargo.date()
        forms = (f"{day:%Y-%m-%d}", f"{day:%Y%m%d}")
        assert any(form.encode() in shown.data for form in forms), "no embargo in it"

    @holds_for(lambda: {"view": tombstones()})
    def property_a_tombstone_is_rendered_or_refused(self, view: Tombstone) -> None:
        """What was taken down is told of, or nothing is shown at all."""
        renderer = self.make_renderer()
        try:
            shown = renderer.render(view)
        except NotReleasedError:
            return
        assert isinstance(shown, Rendition)
        assert shown == renderer.render(view)

    @holds_for(lambda: {"content": contents()})
    def property_a_bare_content_is_refused(self, content: Content) -> None:
        """A renderer takes views, so that no draft passes for released."""
        try:
            self.make_renderer().render(cast("View", content))
        except (TypeError, AttributeError, NewsflowError):
            return
        message = "it rendered a content that nobody had released"
        raise AssertionError(message)
