"""The configuration that newsflow writes for a newsroom that it sets up."""

from __future__ import annotations

from collections.abc import Iterable
from string import Template

from ..documents.toml_text import toml_text
from ..model.people import Person

_TEXT = Template("""\
# The newsroom. Unknown settings are refused; newsflow doctor tells what is wrong.

[newsroom]
name = "Harbour Gazette"
# Where stories and their history are kept; relative paths begin at this file.
database = "sqlite:///newsroom.db"
media = "media"
# standard (two approvals), two-person, three-desks, or a TOML file of your own:
# newsflow workflow show standard --format toml > desk.toml
workflow = "standard"
# What stories are written in, and the clocks by which times are given.
language = "en"
zone = "$zone"
# Installed plug-ins that are enabled, by name.
plugins = []

# The sites that you publish; channels name them.
[[sites]]
name = "main"
address = "https://gazette.example"
title = "Harbour Gazette"
zone = "$zone"
languages = ["$language"]

# Who works here, and what they may do. Whoever wrote in a story never approves it.
$people
# Where stories go. A secret is never written here: "env:NAME" or "file:PATH".
[[channels]]
name = "site"
kind = "folder"
path = "site"
site = "main"
# What every story is written as beside its page: json, markdown, text.
$formats""")


def configuration(
    people: Iterable[Person],
    *,
    zone: str = "UTC",
    language: str = "en",
    formats: Iterable[str] = (),
) -> str:
    """Write the ``newsflow.toml`` of a Harbour Gazette, with remarks to go on from.

    *zone* is the house's and its site's; *language* is the site's, and *formats* are
    what its channel writes beside the pages.
    """
    return _TEXT.substitute(
        zone=zone,
        language=language,
        people="\n".join(map(_person, people)),
        formats=toml_text({"formats": list(formats)}),
    )


def _person(person: Person) -> str:
    known = {"name": person.name, "roles": sorted(person.roles)}
    return f"[people.{person.id}]\n{toml_text(known)}"
