"""One change of a site, in an order that leaves any crash mendable."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TypeAlias

import attrs

from ..documents.files import Lasting, sync_folders
from .placed import Placed, hashed, placed_to
from .site_edits import media_of
from .site_root import FILE, digest_of, file_of, root_to
from .site_store import SiteStore, overtaken
from .site_tree import (
    ASSETS,
    Tree,
    address_table,
    gone_table,
    list_of,
    medium_table,
    story_table,
    written,
)

Step: TypeAlias = tuple[tuple[str, bytes | None], object]
"""A file that is to be there, or to go, or a folder/; and where its bytes lie."""

_NONE: Mapping[str, bytes] = {}


@attrs.frozen(kw_only=True)
class Works:
    """Files of a change. *files* are the story's own, in the order in which they come.

    What is led to comes before what leads there. *lists* are pages, None for one that
    goes; *assets* are files that any page may need; *drops* are files and *clears*
    folders that go altogether. With *removes*, the story is taken down; with
    *kills*, so that nothing of it is left anywhere.
    """

    lists: Mapping[str, bytes | None]
    assets: Mapping[str, bytes] = _NONE
    files: Mapping[str, bytes] = _NONE
    drops: tuple[str, ...] = ()
    clears: tuple[str, ...] = ()
    removes: bool = False
    kills: bool = False

    @property
    def pages(self) -> Mapping[str, bytes | None]:
        """Every file that is to be there, and every page that is not."""
        return {**self.assets, **self.files, **self.lists}


@attrs.frozen(kw_only=True)
class Change:
    """What becomes of the site for one story: its state, and its files.

    *before* and *after* are roots; *claim* is the root while it is under way, which
    names the documents that change. *claims* are those of them that name every file
    there is and will be.
    """

    before: bytes | None
    claim: bytes
    after: bytes
    claims: Mapping[str, bytes]
    documents: Mapping[str, bytes | None]
    works: Works

    @property
    def wanted(self) -> Mapping[str, str]:
        """The files of story and lists after the change, each with its hash."""
        told = {name: digest_of(data) for name, data in self.works.pages.items()}
        return {name: digest for name, digest in told.items() if digest}


def change_of(
    tree: Tree, article: str, old: Placed | None, new: Placed | None, works: Works
) -> Change:
    """Make the change of a story out of what has changed in a tree."""
    changed, key = tuple(tree.changed()), hashed(article)
    own = gone_table(key) if new is None else story_table(key)
    # The claim always differs from what was there, so that others notice it.
    writing = {own: digest_of(tree.stored(own))} | {one: was for one, was, _ in changed}
    return Change(
        before=tree.found,
        claim=root_to(attrs.evolve(tree.root, writing=writing)),
        after=root_to(tree.root.having(changed)),
        claims={} if new is None else dict(_claims(tree, key, old, new)),
        documents=tree.changes(),
        works=works,
    )


def carry_out(change: Change, folder: SiteStore) -> None:
    """Write, then remove what nobody needs any more. Doing it again changes nothing.

    The state names every file before it is there and until it is gone: after a crash it
    may name too much, never too little, so a kill finds all there is. Whoever finds at
    any step that another one has written the root meanwhile stops: they have been taken
    for dead, and what they bring may be old.

    Raises:
        NeedsPersonError: a name leads out of the folder.
        RetryError: another one writes here.
        OSError: the file system does not do it.
    """
    _carry_out(change, folder)
    if change.works.kills:
        folder.forget()


def _carry_out(change: Change, folder: SiteStore) -> None:
    folder.sweep()
    works = change.works
    if works.removes:
        folder.sweep("media", *(one.rstrip("/") for one in works.clears))
    if _is_done(change, folder):
        return
    claims = [(FILE, change.claim)]
    claims += [(file_of(name), data) for name, data in change.claims.items()]
    work = tuple(_work(change, folder))
    after = (FILE, change.after)
    try:
        # All of it is on the disk before anything changes: should that be full, all is
        # as it was.
        staged = folder.stage((*claims, *work, after))
    except OSError:
        for one in works.clears:  # what must go can go from a full disk as well
            folder.clear(one)
        raise
    steps = iter(zip((*claims, *work, after), staged, strict=True))
    over = {change.before, change.claim, change.after}
    site = Held.by_claim(folder, next(steps), over=over)
    site.settle(islice(steps, len(claims) - 1))
    site.settle(islice(steps, len(work)))
    # Should a power cut undo this, the claim is found, and all that it names is there.
    site.release(change.after, staged=staged[-1])


@attrs.frozen
class Held:
    """A site that one writer has claimed, for as long as nobody else claims it."""

    folder: SiteStore
    mark: object
    lasting: Lasting

    @classmethod
    def with_claim(
        cls,
        folder: SiteStore,
        claim: bytes,
        *,
        over: Container[bytes | None] | None = None,
        lasting: Lasting = Lasting.NAME,
    ) -> Held:
        """Write the root that names all that is in the making.

        It takes the place of one of *over*, or of whatever is there.

        Raises:
            RetryError: another root is there by now.
        """
        found, mark = folder.look(FILE)
        if over is not None and found not in over:
            raise overtaken(folder)
        return cls(folder, folder.swap(FILE, claim, mark=mark), lasting)

    @classmethod
    def by_claim(
        cls, folder: SiteStore, claim: Step, *, over: Container[bytes | None]
    ) -> Held:
        """Put a root in place that names all that is in the making.

        Raises:
            RetryError: the root that is there by now is none of *over*.
        """
        (name, data), staged = claim
        found, mark = folder.look(name)
        if found not in over:
            raise overtaken(folder)
        if staged is not None:
            mark = folder.swap(name, data or b"", mark=mark, staged=staged)
            folder.settle(())
        return cls(folder, mark, Lasting.NAME)

    def settle(self, steps: Iterable[Step]) -> None:
        """Take steps one after the other, and make them outlast a power cut."""
        sync_folders({one for step in steps for one in self.step(*step)})

    def step(self, file: tuple[str, bytes | None], staged: object) -> set[Path]:
        """Put a file in place, or remove it, or a folder; name folders to settle."""
        self._still_ours()
        name, data = file
        if name.endswith("/"):
            self.folder.clear(name)
        elif data is None:
            self.folder.remove(name)
        return set() if staged is None else self.folder.place(name, staged)

    def put(self, name: str, data: bytes | None) -> bool:
        """Write a file, or remove it, if there is to be none; tell whether it did."""
        self._still_ours()
        if data is None:
            return self.folder.remove(name)
        return self.folder.write(name, data, lasting=self.lasting)

    def release(self, root: bytes, *, staged: object = None) -> None:
        """Write the root that counts what is there now."""
        self.folder.swap(FILE, root, mark=self.mark, staged=staged)

    def _still_ours(self) -> None:
        if self.folder.mark(FILE) != self.mark:
            raise overtaken(self.folder)


def _work(change: Change, folder: SiteStore) -> Iterator[tuple[str, bytes | None]]:
    """Give the files, in an order in which nothing ever leads to what is not there.

    Pages of stories and of lists lead to each other. So what is new comes first, for
    nothing leads there yet; then what changes; and what goes goes last. A story comes
    before its line in a list, and goes after it.
    """
    works = change.works
    yield from works.assets.items()
    story = tuple(works.files.items())
    fresh: set[str] = set()
    if not works.removes:
        fresh |= {name for name, _ in story if not folder.has(name)}
    yield from (one for one in story if one[0] in fresh)
    changed = tuple(one for one in story if one[0] not in fresh)
    yield from _list_documents(change, folder)
    lists = tuple(one for one in works.lists.items() if one[1] is not None)
    known = {name for name, _ in lists if folder.has(name)}
    yield from (one for one in lists if one[0] not in known)
    listed = tuple(one for one in lists if one[0] in known)
    yield from (*listed, *changed) if works.removes else (*changed, *listed)
    yield from (one for one in works.lists.items() if one[1] is None)
    yield from ((name, None) for name in (*works.drops, *works.clears))
    rest = (one for one in change.documents.items() if list_of(one[0]) is None)
    yield from ((file_of(name), document) for name, document in rest)


def _list_documents(
    change: Change, folder: SiteStore
) -> Iterator[tuple[str, bytes | None]]:
    """Give the documents of lists in the order of their pages.

    Should this end in the middle, the next delivery makes pages out of what is there.
    A table of months comes after the months in it, and goes before them.
    """
    told = {name: one for name, one in change.documents.items() if list_of(name)}
    there = {name for name in told if folder.has(file_of(name))}
    gone = sorted((name for name, one in told.items() if one is None), key=len)
    kept = sorted(told.keys() - gone, key=len, reverse=True)
    fresh = [name for name in kept if name not in there]
    changed = [name for name in kept if name in there]
    for name in (*fresh, *changed, *gone):
        yield file_of(name), told[name]


def _is_done(change: Change, folder: SiteStore) -> bool:
    if change.documents or folder.read(FILE) != change.after:
        return False
    works = change.works
    if any(folder.read(name) != data for name, data in works.pages.items()):
        return False
    return not any(map(folder.has, (*works.drops, *works.clears)))


def _claims(
    tree: Tree, key: str, old: Placed | None, new: Placed
) -> Iterator[tuple[str, bytes]]:
    """Give documents by which a kill finds all that was and all that will be."""
    files = new.files if old is None else {**old.files, **new.files}
    lists = new.lists if old is None else {**old.lists, **new.lists}
    both = attrs.evolve(new, files=files, lists=lists)
    name = story_table(key)
    yield name, written({**tree.table(name), key: placed_to(both)}) or b""
    added = {ASSETS, *(address_table(hashed(path)) for path in new.paths)}
    media = media_of(new) if old is None else media_of(new) - media_of(old)
    added |= {medium_table(medium, key) for medium in media}
    changes = tree.changes()
    for one in sorted(added & changes.keys()):
        yield one, changes[one] or b""
