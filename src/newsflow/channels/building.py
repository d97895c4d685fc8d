"""Building a whole site anew, out of what the channel has taken.

Stories are read one after another, and what they put into the state is spooled, so that
memory does not grow with the site. Files that are right already are not touched; what
nothing accounts for goes at the end. Until then the root says that the site is being
built: whoever finds that after a crash builds it again.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import groupby
from operator import itemgetter

import attrs

from ..documents.files import Lasting
from ..errors import NeedsPersonError
from ..model.views import Released, Tombstone
from ..ports import Rebuilt, Shelf, Taken
from .addresses import ADDRESS, address
from .change import Held
from .list_names import SEARCH, SECTIONS
from .list_pages import INDEX, page_of
from .placed import hashed
from .planning import lines_of
from .site_edits import put_addresses, put_gone, put_story, section_name
from .site_layout import MISSING, SiteLayout, digests
from .site_root import FILE, Root, digest_of, file_of, root_to
from .site_store import SiteStore
from .site_tree import ASSETS, Tree, address_table, list_of, written
from .spool import Spool


@attrs.frozen(kw_only=True)
class Builder:
    """Builds one site in its folder."""

    layout: SiteLayout
    folder: SiteStore

    def build(self, shelf: Shelf, *, told: Callable[[int], None]) -> Rebuilt:
        """Build the site; *told* hears of each story.

        Raises:
            NeedsPersonError: a name leads out of the folder.
            RetryError: another one writes here.
            OSError: the file system does not do it.
        """
        claim = root_to(Root(building=secrets.token_hex(8)))
        site = Held.with_claim(self.folder, claim, lasting=Lasting.NOTHING)
        with Spool() as spool:
            work = _Work(layout=self.layout, site=site, spool=spool, shelf=shelf)
            work.assets()
            work.stories(told)
            root = work.lists(work.documents())
            removed = work.sweep()
            # Most of it is on the disk by now: that costs less than one by one.
            self.folder.settle(spool.fresh())
            site.release(root_to(root))
        return Rebuilt(
            channel=self.folder.channel,
            stories=work.count,
            written=work.written,
            removed=removed,
            lacking=tuple(work.lacking),
        )


@attrs.define(kw_only=True)
class _Work:
    """One building, as far as it has come."""

    layout: SiteLayout
    site: Held
    spool: Spool
    shelf: Shelf
    count: int = 0
    written: int = 0
    lacking: list[str] = attrs.field(factory=list)

    def assets(self) -> None:
        """Write the files that pages need."""
        assets = self.layout.pages.assets()
        for name, digest in digests(assets).items():
            self._put(name, assets[name])
            self.spool.put(ASSETS, name, digest)

    def stories(self, told: Callable[[int], None]) -> None:
        """Write the files of every story."""
        for number, (one, path) in enumerate(self._addressed(), start=1):
            self._story(one, path)
            told(number)

    def documents(self) -> Root:
        """Write the state, and give its root."""
        root = Root()
        for name, table in self.spool.tables():
            data = written(table)
            self._put(file_of(name), data or b"")
            root = root.having([(name, None, digest_of(data))])
        return root

    def lists(self, root: Root) -> Root:
        """Write every page that is no story, and name the sections."""
        sections: dict[str, str] = {}
        listed = filter(None, map(list_of, self.spool.names()))
        for path, periods in groupby(listed, itemgetter(0)):
            tree = Tree(self.site.folder)  # so that no more than this is in memory
            for _, period in periods:
                for name, page in self.layout.list_files(tree, path, period).items():
                    self._put(name, page or b"")
            sections |= section_name(tree, path)
        data = written(sections)
        if data is not None:
            self._put(file_of(SECTIONS), data)
        self._top(Tree(self.site.folder))
        return root.having([(SECTIONS, None, digest_of(data))])

    def _top(self, tree: Tree) -> None:
        lead = {SECTIONS: self.layout.sections(tree), SEARCH: self.layout.search(tree)}
        for path, page in lead.items():
            if page is not None:
                self._put(page_of(path, None), page)
        self._put(INDEX, self.layout.front(tree))
        self._put(MISSING, self.layout.missing())

    def sweep(self) -> int:
        """Remove what nothing accounts for; tell how much it was."""
        removed = 0
        for name in self.site.folder.own_files():
            if name != FILE and not self.spool.keeps(name):
                removed += self.site.put(name, None)
        return removed

    def _addressed(self) -> Iterator[tuple[Taken, str | None]]:
        nowhere: list[tuple[Taken, Released]] = []
        for one in self.shelf.taken():
            self.count += one.view is not None
            stood = [path for path in one.standing if ADDRESS.fullmatch(path)]
            known = filter(ADDRESS.fullmatch, one.references)
            put_addresses(self.spool, one.article, known)
            if isinstance(one.view, Released) and not stood:
                nowhere.append((one, one.view))  # whoever has an address comes first
            else:
                yield one, stood[-1] if stood else None
        for one, view in nowhere:
            yield one, self._new(view)

    def _new(self, view: Released) -> str:
        wanted = view.content.slug or view.content.headline
        return address(view.article, wanted, taken=_Spooled(self.spool, view.article))

    def _story(self, one: Taken, path: str | None) -> None:
        if one.view is None or path is None:
            put_gone(self.spool, one.article, one.sequence)
            return
        former = {old for old in one.standing if ADDRESS.fullmatch(old)} - {path}
        placed, pages = self.layout.laid_out(
            one.view,
            path,
            media=dict(self._media(one.view)),
            sequence=one.sequence,
            former=tuple(sorted(former)),
        )
        for name, data in pages.items():
            self._put(name, data)
        put_story(self.spool, placed, *lines_of(one.view, path, self.layout))

    def _media(self, view: Released | Tombstone) -> Iterator[tuple[str, str]]:
        """Write the files of a story's media; give each with its hash.

        What cannot be made any more, and is there, stays.
        """
        if not isinstance(view, Released):
            return
        folder, pictures = self.site.folder, self.layout.pictures
        for shot in pictures.sizes.of(view.content):
            name = shot.name
            self.spool.keep(name)
            try:
                data = pictures.made(shot, self.shelf, channel=folder.channel)
            except NeedsPersonError:
                standing = folder.digest(name)
                if standing is None:
                    self.lacking.append(name)
                yield name, standing or ""
            else:
                self._put(name, data)
                yield name, sha256(data).hexdigest()

    def _put(self, name: str, data: bytes) -> None:
        written = self.site.put(name, data)
        self.spool.keep(name, fresh=written)
        self.written += written


@attrs.frozen
class _Spooled:
    """The addresses of other stories, as far as they are known by now."""

    spool: Spool
    article: str

    def __contains__(self, path: object) -> bool:
        key = hashed(str(path))
        owner = self.spool.value(address_table(key), key)
        return owner is not None and owner != hashed(self.article)
