"""Opening a newsroom: the parts that a host brings, and those that come with it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

import attrs

from ..documents.config import FILE, Config
from ..documents.workflows import read_workflow, shipped_workflow, shipped_workflows
from ..documents.workflows import workflow_to as workflow_document
from ..errors import (
    InvalidValueError,
    InvalidWorkflowError,
    NewsflowError,
    NotFoundError,
    Problem,
)
from ..model.canonical import canonical
from ..plugins import Plugins
from ..ports import (
    Channel,
    Clock,
    Directory,
    Ids,
    MediaStore,
    Salts,
    Sent,
)
from ..store.articles import ArticleStore
from ..store.database import Database, open_database
from ..store.deliveries import Deliveries
from ..store.desk import Desk
from ..store.ledger import Ledger
from ..store.media_folder import MediaFolder, MediaMemory
from ..workflow.definition import Workflow
from ..workflow.proof import prove
from . import _world
from ._articles import Articles
from ._builtins import builtins
from ._channels import channels_of, misplaced
from ._office import Office
from ._profiles import content_profiles
from ._texts import Texts
from ._themes import in_house_style


@attrs.frozen(kw_only=True)
class Parts:
    """What a host brings to open a newsroom with."""

    url: str | None
    config: Config | None
    workflow: Workflow | None
    directory: Directory | None
    media: MediaStore | None
    channels: tuple[Channel, ...]
    plugins: Mapping[str, object]
    plugins_dir: Path | str | None
    clock: Clock | None
    ids: Ids
    salts: Salts
    delivers: bool
    lease: timedelta
    trusted: frozenset[str] = frozenset()


def office_of(parts: Parts) -> Office:
    """Wire the parts together; nobody hears of anything yet."""
    config = parts.config or Config(name="newsroom", folder=Path.cwd())
    plugins = Plugins(
        builtins=builtins(),
        enabled=config.plugins,
        folder=parts.plugins_dir or _plugins_folder(config),
        objects=parts.plugins,
    )
    workflow, trusted = _workflow(config, parts.workflow), _trusted(config, parts)
    renderers = in_house_style(config, plugins.renderers())
    database = _database(parts)
    store = ArticleStore(database)
    _keep(store, workflow)
    texts, clock = Texts(store, parts.salts), parts.clock or database.now
    media = parts.media or _media(parts.config)
    return Office(
        config=config,
        database=database,
        store=store,
        ledger=Ledger(database),
        deliveries=Deliveries(database),
        desk=Desk(database),
        texts=texts,
        articles=Articles(store, texts),
        plugins=plugins,
        renderers=renderers,
        checks=tuple(plugins.checks().values()),
        profiles=content_profiles(config),
        channels=channels_of(config, parts.channels, plugins, clock, media),
        trusted=trusted,
        workflow=workflow,
        workflows={(workflow.name, workflow.version): workflow},
        directory=parts.directory or _world.People(config.people),
        media=media,
        clock=clock,
        ids=parts.ids,
        tokens=parts.salts,
        delivers=parts.delivers,
        lease=parts.lease,
        later=_nobody,
    )


def _trusted(config: Config, parts: Parts) -> frozenset[str]:
    """Name the channels that are trusted with embargoes, by the file or by the host."""
    known = {one.name for one in config.channels}
    known |= {one.name for one in parts.channels}
    for name in sorted(parts.trusted - known):
        kind = "channel"
        raise NotFoundError(kind, name, known=sorted(known))
    return parts.trusted.union(one.name for one in config.channels if one.trusted)


def _plugins_folder(config: Config) -> Path | None:
    folder = config.plugins_folder
    if folder is not None and not folder.is_dir():
        path, message = "$.newsroom.plugins_dir", "there is no such folder"
        raise misplaced(path, message, found=str(folder))
    return folder


def _database(parts: Parts) -> Database:
    configured = parts.url is None and parts.config is not None
    url = parts.url or (parts.config.url if parts.config else "sqlite://")
    path = "$.newsroom.database"
    try:
        return open_database(url)
    except InvalidValueError as unfit:
        if not configured:
            raise
        message = f"must be {unfit.allowed}"
        raise misplaced(path, message, found=str(unfit.found)) from None
    except sqlite3.Error as failed:
        where = f" ({path} of {FILE})" if configured else ""
        message = f"the database {url}{where} cannot be opened: {failed}"
        raise NewsflowError(message) from failed


def _workflow(config: Config, given: Workflow | None) -> Workflow:
    if given is not None:
        return prove(given)
    if config.workflow in shipped_workflows():
        return shipped_workflow(config.workflow)
    file = config.folder / config.workflow
    if not file.is_file():
        kind = "workflow"
        raise NotFoundError(kind, config.workflow, known=shipped_workflows())
    return read_workflow(file.read_bytes(), source=file.name)


def _keep(store: ArticleStore, workflow: Workflow) -> None:
    """Store the workflow, so that articles can go on with it when it has changed.

    Raises:
        InvalidWorkflowError: it was changed, and its version was not raised.
    """
    document = canonical(workflow_document(workflow)).decode()
    stored = store.workflow(workflow.name, workflow.version)
    if stored is None:
        store.keep_workflow(workflow.name, workflow.version, document)
    elif json.loads(stored) != json.loads(document):
        problem = Problem(
            path="$.version",
            keyword="version",
            message=f"the workflow was changed since its version {workflow.version} "
            "was first used",
            suggestion="raise the version, then migrate the articles that follow the "
            "old one",
        )
        raise InvalidWorkflowError([problem], source=workflow.name)


def _media(config: Config | None) -> MediaStore:
    return (
        MediaMemory() if config is None else MediaFolder(config.folder / config.media)
    )


def _nobody(tell: Callable[[], None], sent: tuple[Sent, ...]) -> None:
    """Tell nobody; the newsroom puts its own way here as soon as it is wired."""
