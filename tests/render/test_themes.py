"""Themes: a house's own look, of which nothing is published before it was rehearsed."""

from __future__ import annotations

import re
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsflow.errors import ThemeError
from newsflow.ports import Front
from newsflow.render import Html
from newsflow.render.rehearsal import rehearsed
from newsflow.render.scripts import SCRIPTS, script_source
from newsflow.render.theme import PLAIN, Theme
from newsflow.render.theme_folder import read_theme

PARENT = '{% extends "newsflow/article.html.jinja" %}\n'
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg"><circle r="9"/></svg>'
IMAGE = '<img src="{{ asset("logo.svg") }}" alt="">'
PAGE = '{% extends "newsflow/page.html.jinja" %}'
PLACE: Any = {
    "site_name": "Harbour Gazette",
    "base_url": "https://gazette.example",
    "path": "articles/bridge",
}


def article(source: str, **further: Any) -> Theme:
    """Make a theme with one block of the article page."""
    return Theme(
        name="gazette", templates={"article.html.jinja": PARENT + source}, **further
    )


def scripts(page: str) -> list[str]:
    """Give what the policy of a page lets run."""
    return re.findall(r"script-src ([^;\"]+)", unescape(page))


def told(theme: Callable[[], Theme]) -> str:
    """Rehearse a theme that must be refused, and give what it is told."""
    with pytest.raises(ThemeError) as refused:
        rehearsed(theme())
    return str(refused.value)


def shown(theme: Theme, view: Any, **place: Any) -> str:
    """Render a page in a theme."""
    return Html(theme=rehearsed(theme), **place).render(view).data.decode()


class TestTemplates:
    """A house overrides one block, or one template."""

    def test_one_block_is_overridden_and_the_rest_is_ours(self, story: Any) -> None:
        """What ours says in the block is still at hand."""
        theme = article(
            '{% block kicker %}<p class="g">G</p>{{ super() }}{% endblock %}'
        )
        page = shown(theme, story().publish().released)

        assert '<p class="g">G</p>' in page
        assert '<li class="section"><bdi>Local</bdi></li>' in page
        assert "Harbour bridge reopens" in page

    def test_a_block_of_every_page_is_overridden_at_once(self, story: Any) -> None:
        """Our article page extends the house's page, where it has one."""
        source = PAGE + "{% block masthead %}G!{% endblock %}"
        theme = rehearsed(Theme(name="g", templates={"page.html.jinja": source}))
        html = Html(theme=theme)
        tombstone = story().publish().retract("Wrong ship.").tombstone

        for page in (
            html.render(story().proof),
            html.render(tombstone),
            html.front(Front()),
        ):
            assert b"G!" in page.data

    def test_one_template_is_replaced(self, story: Any) -> None:
        """The others stay as they are."""
        source = (
            '{% extends "page.html.jinja" %}{% block head %}<title>Gone</title>'
            '<meta name="robots" content="noindex">{% endblock %}'
            "{% block main %}<h1>Gone</h1><p>{{ reason }}</p>{% endblock %}"
        )
        theme = Theme(name="g", templates={"tombstone.html.jinja": source})
        gone = story().publish().retract("Wrong ship.").tombstone

        assert "<h1>Gone</h1><p>Wrong ship.</p>" in shown(theme, gone)
        assert "<h1>Harbour" in shown(theme, story().proof)

    def test_whatever_a_template_writes_is_escaped(self, story: Any) -> None:
        """A theme need not think of it."""
        theme = article("{% block kicker %}{{ content.headline }}{% endblock %}")
        page = shown(theme, story(headline="<b>Bridge</b>").publish().released)

        assert "<b>Bridge" not in page

    @pytest.mark.parametrize(
        ("source", "line", "hint"),
        [
            (
                "{% block main %}\n{{ contnt }}{% endblock %}",
                3,
                "did you mean content?",
            ),
            (
                "{% block main %}{{ content.hedline }}{% endblock %}",
                2,
                "mean headline?",
            ),
            ("{% block mian %}{% endblock %}", 2, "did you mean main?"),
            ("{% block main %}\n\n{{ words }{% endblock %}", 4, "unexpected '}'"),
            ("{% block main %}{{ 1 | nonsense }}{% endblock %}", 2, "'nonsense'"),
            ('{% block main %}{{ asset("logo") }}{% endblock %}', 2, "mean logo.svg?"),
            ("{% block main %}{{ 1 / 0 }}{% endblock %}", 2, "ZeroDivisionError"),
            ('{% include "artikel.html.jinja" %}', 2, "mean article.html.jinja?"),
            ('{% include "article.html.jinja" %}', 2, "newsflow/article.html.jinja"),
        ],
    )
    def test_a_fault_is_told_with_file_line_and_what_would_be_right(
        self, source: str, line: int, hint: str
    ) -> None:
        """So that whoever wrote it finds it at once."""
        message = told(lambda: article(source, assets={"logo.svg": LOGO}))

        assert f"theme gazette: templates/article.html.jinja, line {line}: " in message
        assert hint in message

    def test_a_template_that_nothing_uses_is_told(self) -> None:
        """A slip in its name would leave ours in its place, and nobody would know."""
        slip = {"artcle.html.jinja": "x"}
        message = told(lambda: Theme(name="g", templates=slip))

        assert "nothing uses it; did you mean article.html.jinja?" in message

    def test_a_part_of_the_house_may_be_included(self, story: Any) -> None:
        """It is a template like any, and may be named as they like."""
        source = '{% block after %}{% include "imprint.html.jinja" %}{% endblock %}'
        parts = {
            "article.html.jinja": PARENT + source,
            "imprint.html.jinja": "Quay {{ place.site_name }}",
        }
        page = shown(Theme(name="g", templates=parts), story().proof, **PLACE)

        assert "Quay Harbour Gazette" in page

    def test_every_fault_is_told_at_once(self) -> None:
        """Not one after the other."""
        parts = {"article.html.jinja": "{% oops %}", "front.html.jinja": "{{ x"}

        with pytest.raises(ThemeError) as refused:
            rehearsed(Theme(name="g", templates=parts))
        assert {"templates/article.html.jinja", "templates/front.html.jinja"} == {
            fault.file for fault in refused.value.faults
        }

    @pytest.mark.parametrize(
        ("name", "source", "what"),
        [
            ("article", "{% block head %}<title>x</title>{% endblock %}", "noindex"),
            ("article", "{% block main %}{{ body }}{% endblock %}", "as Sunday"),
            ("tombstone", "{% block main %}Gone.{% endblock %}", "as Sunday"),
        ],
    )
    def test_what_readers_must_see_cannot_be_left_out(
        self, name: str, source: str, what: str
    ) -> None:
        """A correction, the reason of a retraction, the mark of a proof."""
        file = f"{name}.html.jinja"
        parent = f'{{% extends "newsflow/{file}" %}}'
        message = told(lambda: Theme(name="g", templates={file: parent + source}))

        assert what in message
        assert "lacks" in message

    def test_a_story_that_breaks_a_template_gives_no_half_page(
        self, story: Any
    ) -> None:
        """What no rehearsal met is an error all the same."""
        source = '{% block after %}{{ {"Local": 1}[content.section] }}{% endblock %}'
        html = Html(theme=article(source))

        assert html.render(story().publish().released)
        with pytest.raises(ThemeError, match=r"templates/article.html.jinja, line 2"):
            html.render(story(section="Sport").publish().released)

    def test_a_fault_within_ours_names_ours(self) -> None:
        """Where a house's macro hands something wrong to a template of ours."""
        source = (
            '{% extends "newsflow/page.html.jinja" %}{% block main %}{% endblock %}'
        )
        theme = Theme(
            name="g",
            templates={
                "front.html.jinja": source,
                "article.html.jinja": '{% include "newsflow/front.html.jinja" %}',
            },
        )

        message = told(lambda: theme)
        assert "newsflow/front.html.jinja, line" in message
        assert "'front' is undefined" in message


class TestStyleAndAssets:
    """The style stands in the page, and what it needs lies on the site."""

    def test_the_style_of_the_house_follows_ours(self, story: Any) -> None:
        """So that it need not say more than what is to be other."""
        page = shown(Theme(name="g", style=":root{--accent:navy}"), story().proof)

        assert page.index("--accent: #9c1f16") < page.index("--accent:navy")

    def test_or_it_stands_alone(self, story: Any) -> None:
        """Nothing of ours is left."""
        theme = Theme(name="g", style="body{margin:0}", replaces_style=True)

        assert "<style>body{margin:0}</style>" in shown(theme, story().proof)

    @pytest.mark.parametrize("path", ["", "articles/bridge/"])
    def test_the_policy_names_the_style_as_it_stands_on_this_page(
        self, story: Any, path: str
    ) -> None:
        """It is another one for each depth, where the way to a font is another."""
        theme = Theme(
            name="g",
            style="@font-face{src:url( 'assets/g.woff2' )}",
            assets={"g.woff2": b"font"},
        )
        page = shown(theme, story().proof, path=path)
        (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
        digest = b64encode(sha256(style.encode()).digest()).decode()
        name = f"assets/g.{sha256(b'font').hexdigest()[:16]}.woff2"

        assert f'src:url("{"../" * path.count("/")}{name}")' in style
        assert f"style-src &#39;sha256-{digest}&#39;;" in page
        assert "font-src &#39;self&#39;;" in page
        assert {name: b"font"} == Html(theme=theme).assets()

    def test_an_asset_has_an_address_of_its_own_for_its_bytes(self, story: Any) -> None:
        """Whoever has the page of yesterday has the logo of yesterday."""
        source = (
            '{% block after %}<img src="{{ asset("logo.svg") }}" alt="">{% endblock %}'
        )
        one = article(source, assets={"logo.svg": LOGO})
        two = article(source, assets={"logo.svg": LOGO + b"\n"})
        first, second = (Html(theme=rehearsed(each), **PLACE) for each in (one, two))
        view = story().publish().released

        (address,) = first.assets()
        assert f'<img src="../../{address}" alt="">' in first.render(view).data.decode()
        assert address not in second.render(view).data.decode()
        assert set(first.assets()).isdisjoint(second.assets())

    def test_without_a_theme_nothing_is_allowed_beyond_what_was(
        self, story: Any
    ) -> None:
        """And a site needs no file for it."""
        page = Html().render(story().proof).data.decode()

        assert "font-src" not in page
        assert [] == scripts(page)
        assert {} == Html().assets()
        assert "2" == Html().version

    def test_what_a_theme_declares_is_allowed_and_nothing_else(
        self, story: Any
    ) -> None:
        """Its scripts from the site, and the origins that it names."""
        theme = Theme(
            name="g",
            assets={"menu.js": b"1"},
            scripts=["menu.js"],
            origins={
                "connect": ["https://stats.example"],
                "style": ["https://fonts.example:8443"],
            },
        )
        page = shown(theme, story().proof)

        ours = " ".join(map(script_source, SCRIPTS))
        assert [f"'self' {ours}"] == scripts(page)
        assert "connect-src &#39;self&#39; https://stats.example; " in page
        assert re.search(
            r"style-src &#39;sha256-\S+&#39; https://fonts.example:8443;", page
        )
        assert "frame-src" not in page

    @pytest.mark.parametrize(
        ("parts", "message"),
        [
            ({"name": "a b"}, "a theme is named by letters"),
            ({"templates": {"../x.html.jinja": ""}}, "is no template"),
            ({"templates": {"x.html.jinja": "x" * 300_000}}, "longer than"),
            ({"style": "x" * 300_000}, "longer than"),
            ({"style": "\n@import 'x';"}, "style.css, line 2: '@import'"),
            ({"style": "</STYLE><script>"}, "'</STYLE'"),
            ({"style": "a{b:url(https://x.example/f)}"}, "leads to no asset"),
            (
                {"style": "a{b:url(g.woff)}", "assets": {"g.woff": b""}},
                "url(assets/NAME)",
            ),
            ({"assets": {"x.exe": b""}}, "of no type"),
            ({"assets": {"../x.png": b""}}, "is no name for an asset"),
            ({"assets": {"x.png": b"x" * 1_100_000}}, "larger than"),
            ({"assets": {f"{n}.png": b"" for n in range(101)}}, "more than 100"),
            ({"assets": {"x.js": b""}}, 'scripts = ["x.js"] in theme.toml'),
            ({"scripts": ["x.js"]}, "no .js among the assets"),
            ({"assets": {"x.svg": b"<svg><script/></svg>"}}, "a drawing that acts"),
            ({"assets": {"x.svg": b"<svg onload='x'/>"}}, "a drawing that acts"),
            ({"assets": {"x.svg": b"<a href='java&#115;cript:'/>"}}, "that acts"),
            ({"origins": {"media": []}}, "no origins of media"),
            ({"origins": {"img": ["*"]}}, "* is no origin"),
            ({"origins": {"img": ["https://x.example; script-src *"]}}, "is no origin"),
        ],
    )
    def test_what_may_not_be_in_a_theme_is_refused(
        self, parts: dict[str, Any], message: str
    ) -> None:
        """Before any page is made of it."""
        assert message in told(lambda: Theme(**{"name": "g", **parts}))


class TestVersion:
    """Receipts name the theme that a page was made in."""

    def test_one_byte_makes_it_another(self) -> None:
        """In a template, in the style, in an asset, in what is declared."""
        themes = [
            Theme(name="gazette"),
            Theme(name="gazette", style="a{}"),
            Theme(name="gazette", style="a{}", replaces_style=True),
            Theme(name="gazette", templates={"a.html.jinja": ""}),
            Theme(name="gazette", templates={"a.html.jinja": "x"}),
            Theme(name="gazette", assets={"a.png": b""}),
            Theme(name="gazette", assets={"a.js": b""}, scripts=["a.js"]),
            Theme(name="gazette", origins={"img": ["https://a.example"]}),
        ]
        versions = {Html(theme=theme).version for theme in themes}

        assert len(themes) == len(versions)
        assert all(re.fullmatch(r"2\+gazette\.[0-9a-f]{12}", one) for one in versions)
        assert PLAIN not in themes

    @given(st.permutations(["a.html.jinja", "b.html.jinja", "c.html.jinja"]))
    def test_the_order_of_its_files_does_not_count(self, names: list[str]) -> None:
        """A file system lists them as it likes."""
        made = Theme(name="g", templates=dict.fromkeys(names, "x"))

        assert Theme(name="g", templates=dict.fromkeys(sorted(names), "x")) == made

    def test_another_process_names_it_alike(self) -> None:
        """Hashes of Python are others there."""
        code = (
            "from newsflow.render.theme import Theme; print(Theme(name='g', "
            "templates={'a.html.jinja': 'x', 'b.html.jinja': 'y'}, "
            "origins={'img': {'https://a.example', 'https://b.example'}}).digest)"
        )
        said = {
            subprocess.run(
                [sys.executable, "-c", code],
                env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": seed},
                check=True,
                capture_output=True,
            ).stdout
            for seed in ("1", "2", "3")
        }

        assert 1 == len(said)


def written(root: Path, files: dict[str, str | bytes]) -> Path:
    """Write the files of a theme."""
    for name, held in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(held if isinstance(held, bytes) else held.encode())
    return root


class TestFolder:
    """A theme is read from a folder, or out of a package."""

    def test_it_is_read_whole(self, tmp_path: Path) -> None:
        """Templates, style, assets, settings; what lies beside them is not read."""
        written(
            tmp_path / "themes" / "gazette",
            {
                "theme.toml": 'style = "replaces"\nscripts = ["menu.js"]',
                "style.css": "a{}\r\n",
                "templates/article.html.jinja": PARENT,
                "assets/menu.js": b"1",
                "assets/.DS_Store": b"x",
                "README.md": "ours",
            },
        )

        read = read_theme("themes/gazette", folder=tmp_path)
        assert "gazette" == read.name
        assert "a{}\n" == read.style
        assert read.replaces_style
        assert {"article.html.jinja": PARENT} == dict(read.templates)
        assert {"menu.js": b"1"} == dict(read.assets)
        assert ("menu.js",) == read.scripts

    def test_an_empty_folder_is_a_theme(self, tmp_path: Path) -> None:
        """It changes nothing but the name."""
        assert Theme(name=tmp_path.name) == read_theme(".", folder=tmp_path)

    def test_a_package_is_named_as_one(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It is not run for it."""
        files: dict[str, str | bytes] = {
            "__init__.py": "raise RuntimeError",
            "theme.toml": 'name = "gazette"',
        }
        written(tmp_path / "harbour_theme", files)
        monkeypatch.syspath_prepend(str(tmp_path))

        read = read_theme("package:harbour_theme", folder="/")
        assert "gazette" == read.name
        assert "harbour_theme" not in sys.modules

    @pytest.mark.parametrize(
        ("named", "message"),
        [
            ("nowhere", "there is no such folder"),
            ("package:no_such_theme", "there is no such package"),
            ("package:no.such.theme", "there is no such package"),
            ("package:this", "in a folder of its own"),
        ],
    )
    def test_what_is_not_there_is_told(
        self, tmp_path: Path, named: str, message: str
    ) -> None:
        """With the way in which the other one is named."""
        with pytest.raises(ThemeError, match=message):
            read_theme(named, folder=tmp_path)

    @pytest.mark.parametrize(
        ("files", "message"),
        [
            ({"theme.toml": "style = "}, "theme.toml: is no TOML"),
            ({"theme.toml": 'stile = "x"'}, "stile"),
            ({"theme.toml": 'style = "over"'}, "extends, replaces"),
            ({"theme.toml": "[origins]\nmedia = []"}, "media"),
            ({"style.css": b"\xff"}, "style.css: is no UTF-8"),
            ({"templates/sub/x.html.jinja": ""}, "templates/sub: is a folder"),
            ({"assets/film.webp": b"x" * 1_100_000}, "assets/film.webp: is larger"),
        ],
    )
    def test_what_cannot_be_read_is_told(
        self, tmp_path: Path, files: dict[str, str | bytes], message: str
    ) -> None:
        """By the name of the file."""
        with pytest.raises(ThemeError, match=re.escape(message)):
            read_theme(".", folder=written(tmp_path, files))

    @pytest.mark.parametrize(
        "name", ["style.css", "theme.toml", "templates", "assets", "assets/logo.svg"]
    )
    def test_no_link_is_followed(self, tmp_path: Path, name: str) -> None:
        """Whoever can place one could have us publish any file of the machine."""
        secret = tmp_path / "secret"
        (secret.mkdir if "." not in name else secret.touch)()
        place = tmp_path / "gazette" / name
        place.parent.mkdir(parents=True)
        place.symlink_to(secret)

        with pytest.raises(ThemeError, match=f"{name}: is a symbolic link"):
            read_theme("gazette", folder=tmp_path)

    def test_the_folder_itself_may_be_a_link(self, tmp_path: Path) -> None:
        """Whoever configures it decides."""
        written(tmp_path / "real", {"style.css": "a{}"})
        (tmp_path / "gazette").symlink_to(tmp_path / "real")

        assert "a{}" == read_theme("gazette", folder=tmp_path).style
