"""What pages say around stories, in which language, and how they write times."""

from __future__ import annotations

import re
import sys
import tomllib
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path

import attrs
import pytest

from newsflow.errors import InvalidConfigError, InvalidValueError, NotFoundError
from newsflow.model.content import Kind
from newsflow.render import Html
from newsflow.render.dates import Table, cldr_dates, cldr_version
from newsflow.render.house_words import read_words
from newsflow.render.words import SPOKEN, TEXTS, words_from, words_in

from ..storyline import BRIDGE, Story
from .parsed import Document

DAY = date(2026, 11, 24)
NOON = datetime(2026, 7, 1, 12, 30, tzinfo=UTC)
LANGUAGES = files("newsflow.render") / "languages"
PORTUGUESE = """
language = "pt"
by = "Por"
published = "Publicado em"
[kinds]
opinion = "Opinião"
[dates]
day = "{day} de {month} de {year}"
months = [
  "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto",
  "setembro", "outubro", "novembro", "dezembro",
]
"""


class TestLanguages:
    """The five that come with newsflow."""

    def test_each_file_is_a_language_that_is_spoken(self) -> None:
        """No file lies there unread, and no language lacks one."""
        assert {f"{one}.toml" for one in SPOKEN} == {
            one.name for one in LANGUAGES.iterdir()
        }

    @pytest.mark.parametrize("language", SPOKEN)
    def test_each_has_every_word(self, language: str) -> None:
        """And none that nobody reads."""
        told = tomllib.loads((LANGUAGES / f"{language}.toml").read_text("utf-8"))

        assert {"language", "kinds", "dates", *TEXTS} == set(told)
        assert language == told["language"]
        assert {one.value for one in Kind} - {"reportage"} == set(told["kinds"])
        assert 12 == len(set(told["dates"]["months"]))
        assert {"{name}"} == {
            part for part in told["share_on"].split() if part.startswith("{")
        }

    @pytest.mark.parametrize("language", SPOKEN)
    def test_each_fits_what_a_house_may_say(self, language: str) -> None:
        """They are written in the form that houses use."""
        told = tomllib.loads((LANGUAGES / f"{language}.toml").read_text("utf-8"))
        made, ours = words_from(told), words_in(language)

        assert [getattr(ours, name) for name in TEXTS] == [
            getattr(made, name) for name in TEXTS
        ]
        assert ours.date(DAY) == made.date(DAY)

    @pytest.mark.parametrize("language", ["tr", "und", "x-house", "i-klingon"])
    def test_where_we_do_not_speak_it_we_say_it_in_english(self, language: str) -> None:
        """Rather than say nothing."""
        assert words_in("en") is words_in(language)


class TestOfAHouse:
    """Words that a house adds or says in its own way."""

    def test_a_language_is_added(self) -> None:
        """What it does not say yet is said in English."""
        words = words_from(tomllib.loads(PORTUGUESE))

        assert ("Por", "Opinião") == (words.by, words.kinds[Kind.OPINION])
        assert "24 de novembro de 2026" == words.date(DAY)
        assert ("Correction", "Satire") == (words.correction, words.kinds[Kind.SATIRE])

    def test_pages_speak_it(self) -> None:
        """In stories of that language and its regions, and as that language."""
        html = Html(words=(words_from(tomllib.loads(PORTUGUESE)),))
        content = attrs.evolve(BRIDGE, language="pt-BR", kind="opinion")
        page = Document(html.render(Story(content).publish().released).data)

        said = " ".join("".join(page.root.itertext()).split())
        assert "Publicado em 24 de novembro de 2026, 09:00 UTC" in said
        assert "Opinião" in said
        assert not [one for one in page.all("bdi") if one.get("lang")]

    def test_a_word_of_ours_is_said_in_another_way(self) -> None:
        """The most particular tag goes first, the house before newsflow."""
        here = words_from({"language": "de", "correction": "Berichtigung"})
        there = words_from({"language": "de-AT", "correction": "Klarstellung"})
        house = (here, there)

        assert "Berichtigung" == words_in("de-DE", house=house).correction
        assert "Klarstellung" == words_in("de-AT-1996", house=house).correction
        assert "Korrektur" == words_in("de").correction
        assert "Quellen" == here.sources
        assert "24. November 2026" == here.date(DAY)

    def test_everything_that_is_wrong_is_told_at_once(self) -> None:
        """With the file, and the path of each."""
        told = {"language": "p", "byy": "Por", "by": " ", "dates": {"day": "{day}"}}
        with pytest.raises(InvalidConfigError) as raised:
            words_from({**told, "kinds": {"reportage": "R"}}, source="pt.toml")

        assert "pt.toml" == raised.value.source
        assert {
            "$.language",
            "$.byy",
            "$.by",
            "$.dates.months",
            "$.kinds.reportage",
        } <= {one.path for one in raised.value.problems}

    def test_they_lie_in_a_folder_one_file_for_each_language(
        self, tmp_path: Path
    ) -> None:
        """Which the settings of a site name, and receipts know by a digest."""
        (tmp_path / "pt.toml").write_text(PORTUGUESE, "utf-8")
        (tmp_path / "de.toml").write_text('language = "de"\nby = "Aus"', "utf-8")
        html = Html().for_site({"words": "."}, folder=str(tmp_path))

        assert ["de", "pt"] == [one.language for one in html.words]
        assert "Por" == html.words_in("pt-PT").by
        assert re.fullmatch(r"2\+words\.[0-9a-f]{8}", html.version)
        (tmp_path / "de.toml").write_text('language = "de"\nby = "Von"', "utf-8")
        changed = Html().for_site({"words": "."}, folder=str(tmp_path))
        assert changed.version != html.version

    def test_a_file_that_is_no_toml_is_told_with_its_name(self, tmp_path: Path) -> None:
        """And where it breaks off."""
        (tmp_path / "pt.toml").write_text("language = ", "utf-8")
        with pytest.raises(
            InvalidConfigError, match=r"pt\.toml: .*\n.*this is no TOML"
        ):
            read_words(tmp_path)

    def test_a_folder_without_words_is_none(self, tmp_path: Path) -> None:
        """Whoever named it meant another one."""
        with pytest.raises(NotFoundError, match="folder with words"):
            read_words(tmp_path)

    def test_a_form_names_day_month_and_year_and_nothing_else(self) -> None:
        """It is no program: what else stands in braces is text."""
        form = "{day.__class__} {month} {year}"
        table = Table(language="x", day=form, months=("M",) * 12, comma=",")

        assert "{day.__class__} M 2026" == table.date(DAY)


class TestZones:
    """Times are those of the site's clocks."""

    @pytest.mark.parametrize(
        ("zone", "shown"),
        [
            ("UTC", "1 July 2026, 12:30 UTC"),
            ("Europe/London", "1 July 2026, 13:30 BST"),
            ("Asia/Kathmandu", "1 July 2026, 18:15 UTC+05:45"),
            ("America/Sao_Paulo", "1 July 2026, 09:30 UTC-03:00"),
            ("Pacific/Kiritimati", "2 July 2026, 02:30 UTC+14:00"),
        ],
    )
    def test_a_moment_names_its_zone(self, zone: str, shown: str) -> None:
        """By the abbreviation in use there, or else by what it is ahead of UTC."""
        assert shown == words_in("en").moment(NOON, zone)

    def test_machines_are_told_in_utc(self) -> None:
        """Whatever the readers' clocks say."""
        view = Story(BRIDGE).publish().released
        page = Document(Html(zone="Asia/Tokyo").render(view).data)
        (time,) = page.all("time")

        assert "2026-11-24T09:00:00Z" == time.get("datetime")
        assert "24 November 2026, 18:00 JST" == time.text

    @pytest.mark.parametrize("zone", ["Europe/Nowhere", "../etc", ""])
    def test_there_must_be_such_a_zone(self, zone: str) -> None:
        """It is told when the site is set up."""
        with pytest.raises(InvalidValueError, match="zone must be an IANA time zone"):
            Html(zone=zone)


class TestCldr:
    """Dates as Unicode's repository has them, where a site wants them."""

    @pytest.mark.parametrize(
        ("language", "shown"),
        [
            ("en-US", "November 24, 2026"),
            ("en-GB", "24 November 2026"),
            ("tr", "24 Kasım 2026"),
            ("ja", "2026年11月24日"),
            ("de-AT-1996", "24. November 2026"),
            ("en-u-ca-gregory-x-house", "November 24, 2026"),
        ],
    )
    def test_a_day_is_written_by_language_and_region(
        self, language: str, shown: str
    ) -> None:
        """A tag that is too particular is known by its beginning."""
        assert shown == words_in(language, dates="cldr").date(DAY)

    def test_a_moment_is_too(self) -> None:
        """To the minute, with the zone."""
        told = words_in("tr", dates="cldr").moment(NOON, "Europe/Istanbul")

        assert "1 Temmuz 2026" in told
        assert told.endswith(" 15:30 UTC+03:00")

    def test_a_language_that_cldr_lacks_stays_as_it_was(self) -> None:
        """Dates are those of the words."""
        assert None is cldr_dates("i-klingon") is cldr_dates("und-Hebr")
        assert words_in("und") is words_in("und", dates="cldr")

    def test_the_renderer_names_the_library(self) -> None:
        """Another Babel may write another date: receipts tell them apart."""
        assert "2" == Html().version
        assert f"2+babel.{cldr_version()}" == Html(dates="cldr").version
        assert Html(dates="cldr").version == Html(dates="cldr").for_site({}).version

    def test_without_the_library_it_is_refused(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Never written otherwise in silence; and plain dates need nothing."""
        cldr_version.cache_clear()
        monkeypatch.setitem(sys.modules, "babel", None)
        with pytest.raises(InvalidValueError, match=r"unless newsflow\[locale\]"):
            Html(dates="cldr")
        assert "2" == Html().version

    def test_there_is_no_third_way(self) -> None:
        """A setting that is misspelled is told."""
        with pytest.raises(InvalidValueError, match="plain or cldr"):
            Html(dates="icu")


def test_the_words_of_a_page_are_read_once() -> None:
    """Two pages in a language share them, so that nothing is read for the second."""
    assert words_in("de") is words_in("de")
    assert words_in("de-CH") is words_in("de")
