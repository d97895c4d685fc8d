"""The limit: one article's lifecycle wired by hand out of the best parts.

Parse, validate, canonical hash, then five transactions (create, submit, approve twice,
publish with an outbox row) on raw sqlite3, each reading the row, checking a guard table
and calling ten hooks of three plug-ins in all, and a page through jinja2. No objects,
no permissions, no chain of hashes, no error that says anything.
"""

from __future__ import annotations

import hashlib
import itertools
import sqlite3
from collections.abc import Callable
from pathlib import Path

import jinja2
import jsonschema_rs
import orjson
import pluggy
from stories import document

from newsflow.documents.schemas import schema

DDL = """
CREATE TABLE article(id INTEGER PRIMARY KEY, uri TEXT NOT NULL UNIQUE,
 state TEXT NOT NULL, version INTEGER NOT NULL, updated TEXT NOT NULL, doc BLOB NOT NULL);
CREATE TABLE revision(id INTEGER PRIMARY KEY, article_id INTEGER NOT NULL,
 version INTEGER NOT NULL, sha TEXT NOT NULL, doc BLOB NOT NULL,
 UNIQUE(article_id, version));
CREATE TABLE audit(id INTEGER PRIMARY KEY, article_id INTEGER NOT NULL, at TEXT NOT NULL,
 actor TEXT NOT NULL, action TEXT NOT NULL, old TEXT, new TEXT);
CREATE INDEX audit_article ON audit(article_id);
CREATE TABLE outbox(id INTEGER PRIMARY KEY, article_id INTEGER NOT NULL,
 topic TEXT NOT NULL, payload BLOB NOT NULL, created TEXT NOT NULL, delivered TEXT);
CREATE INDEX outbox_todo ON outbox(id) WHERE delivered IS NULL;
"""
AT = "2026-11-24T10:00:00.000000Z"
FLOW = (
    ("submit", "draft", "review"),
    ("approve", "review", "legal"),
    ("approve", "legal", "approved"),
    ("publish", "approved", "published"),
)
TABLE = {(act, old): new for act, old, new in FLOW}
PAGE = """<!DOCTYPE html><html lang="{{ a.language }}"><head><meta charset="utf-8">
<title>{{ a.headline }}</title></head><body><article><h1>{{ a.headline }}</h1>
<p>{{ a.summary }}</p>{% for m in a.media %}<figure><img src="{{ m.href }}" alt="{{ m.alt }}"
 width="{{ m.width }}" height="{{ m.height }}"><figcaption>{{ m.caption }} {{ m.credit }}
</figcaption></figure>{% endfor %}{% for b in a.body %}<p>{% for s in b.spans %}{{ s.text }}
{% endfor %}</p>{% endfor %}<ul>{% for s in a.subjects %}<li>{{ s.name }}</li>{% endfor %}
</ul></article></body></html>"""

spec, impl = pluggy.HookspecMarker("limit"), pluggy.HookimplMarker("limit")


class Spec:
    """Two hooks."""

    @spec
    def before(self, doc: object, action: str) -> None:
        """Look before."""

    @spec
    def after(self, doc: object, action: str) -> None:
        """Look after."""


class Plugin:
    """Three of these are registered."""

    @impl
    def before(self, doc: object, action: str) -> None:
        """Look before."""

    @impl
    def after(self, doc: object, action: str) -> None:
        """Look after."""


def hand_wired(folder: Path) -> Callable[[int], None]:  # noqa: PLR0915 - by hand
    """Give the contender."""
    connection = sqlite3.connect(folder / "limit.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=wal")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.executescript(DDL)
    run = connection.execute
    registry = jsonschema_rs.Registry(
        [(schema(name)["$id"], schema(name)) for name in ("block", "content")],
        draft=jsonschema_rs.Draft202012,
    )
    valid = jsonschema_rs.Draft202012Validator(schema("content"), registry=registry)
    page = jinja2.Environment(autoescape=True).from_string(PAGE)
    plugins = pluggy.PluginManager("limit")
    plugins.add_hookspecs(Spec)
    for _ in range(3):
        plugins.register(Plugin())
    blobs = [document(number) for number in range(40)]
    numbers = itertools.count()

    def one(number: int) -> None:
        doc = orjson.loads(blobs[number % 40])
        assert valid.is_valid(doc)
        canonical = orjson.dumps(doc, option=orjson.OPT_SORT_KEYS)
        digest = hashlib.sha256(canonical).hexdigest()
        plugins.hook.before(doc=doc, action="create")
        run("BEGIN IMMEDIATE")
        uri = f"story-{number}"
        row = run(
            "INSERT INTO article(uri,state,version,updated,doc) VALUES (?,'draft',1,?,?)",
            (uri, AT, canonical),
        ).lastrowid
        run(
            "INSERT INTO revision(article_id,version,sha,doc) VALUES (?,1,?,?)",
            (row, digest, canonical),
        )
        run(
            "INSERT INTO audit(article_id,at,actor,action,old,new) VALUES (?,?,?,?,?,?)",
            (row, AT, "ada", "create", None, "draft"),
        )
        run("COMMIT")
        plugins.hook.after(doc=doc, action="create")
        for act, _, _ in FLOW:
            step(uri, row, act)

    def step(uri: str, row: int | None, act: str) -> None:
        run("BEGIN IMMEDIATE")
        state, version, raw = run(
            "SELECT state,version,doc FROM article WHERE uri=?", (uri,)
        ).fetchone()
        doc = orjson.loads(raw)
        new = TABLE[act, state]
        plugins.hook.before(doc=doc, action=act)
        moved = run(
            "UPDATE article SET state=?,version=version+1,updated=?"
            " WHERE id=? AND version=?",
            (new, AT, row, version),
        )
        assert moved.rowcount == 1
        run(
            "INSERT INTO audit(article_id,at,actor,action,old,new) VALUES (?,?,?,?,?,?)",
            (row, AT, "bo", act, state, new),
        )
        if new == "published":
            run(
                "INSERT INTO outbox(article_id,topic,payload,created) VALUES (?,?,?,?)",
                (row, "published", page.render(a=doc), AT),
            )
        run("COMMIT")
        plugins.hook.after(doc=doc, action=act)

    def contender(times: int) -> None:
        for _ in range(times):
            one(next(numbers))

    return contender
