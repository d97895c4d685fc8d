"""Pages and fragments of HTML become stories, cleaned of all that is none."""

from __future__ import annotations

from hashlib import sha256

import pytest

from newsflow.documents.html import HtmlReader, read_fragment
from newsflow.documents.reading import Reading, SetAside
from newsflow.errors import InvalidDocumentError, UnreadableError
from newsflow.model import blocks as b
from newsflow.model.credits import Byline

STORY = "<p>The bridge reopened on Monday after a year of works, the city said.</p>" * 4
PAGE = f"""\
<!DOCTYPE html>
<html lang="en-GB">
<head><title>The bridge reopens | Harbour Gazette</title>
<meta property="og:site_name" content="Harbour Gazette">
<meta name="description" content="After a year of works.">
<link rel="canonical" href="https://gazette.example/bridge">
<script type="application/ld+json">
{{"@graph": [{{"@type": "WebSite"}}, {{"@type": "NewsArticle", "headline": "Open",
"author": [{{"@type": "Person", "name": "Ada Quist", "url": "https://gazette.example/ada"}}],
"articleSection": ["Harbour"], "keywords": "bridge, harbour, bridge"}}]}}
</script></head>
<body>
<header><h1>Harbour Gazette</h1><nav><a href="/">Home</a></nav></header>
<main><article>
<header><h1>The bridge reopens</h1>
<p class="byline">By Ada Quist</p><time>24 November 2026</time></header>
<ul class="share-tools"><li>Facebook</li></ul>
{STORY}
<aside class="related"><h3>Related</h3><a href="/x">Another story</a></aside>
<div id="comments"><p>First!</p></div>
</article></main>
<footer>© Harbour Gazette</footer>
</body></html>
"""


def read(html: str) -> Reading:
    """Read HTML."""
    return HtmlReader().read(html.encode())


def blocks(html: str) -> tuple[b.Block, ...]:
    """Read a fragment in which nothing is furniture."""
    return read_fragment(html).blocks


def only(html: str) -> b.Block:
    """Read a fragment of one block."""
    (block,) = blocks(html)
    return block


class TestPage:
    """A whole page."""

    def test_the_story_is_read_and_the_page_stands_aside(self) -> None:
        """All furniture is kept, with its line and the reason."""
        found = read(PAGE)

        assert 4 * ["paragraph"] == [block.type for block in found.content.body]
        assert (
            SetAside(line=13, text="Harbour Gazette", reason="page-header"),
            SetAside(line=13, text="Home", reason="page-header"),
            SetAside(line=16, text="By Ada Quist", reason="byline"),
            SetAside(line=16, text="24 November 2026", reason="time-stamp"),
            SetAside(line=17, text="Facebook", reason="share-label"),
            SetAside(line=19, text="Related", reason="related-stories"),
            SetAside(line=19, text="Another story", reason="related-stories"),
            SetAside(line=20, text="First!", reason="comments"),
            SetAside(line=22, text="© Harbour Gazette", reason="page-footer"),
        ) == found.aside

    def test_fields_come_from_what_the_page_says_of_itself(self) -> None:
        """Headline, summary, section, keywords, authors, language, address."""
        content = read(PAGE).content

        assert "The bridge reopens" == content.headline
        assert "After a year of works." == content.summary
        assert "Harbour" == content.section
        assert ("bridge", "harbour") == content.keywords
        assert (Byline(name="Ada Quist", url="https://gazette.example/ada"),) == (
            content.bylines
        )
        assert "en-GB" == content.language
        assert "https://gazette.example/bridge" == content.canonical_url
        assert content.content_created is None

    def test_the_original_is_kept_by_its_hash(self) -> None:
        """An import can be compared with its source."""
        assert sha256(PAGE.encode()).hexdigest() == read(PAGE).original

    def test_of_several_articles_the_largest_is_the_story(self) -> None:
        """Teasers are articles too."""
        page = (
            f"<body><article><p>Teaser</p></article><article>{STORY}</article></body>"
        )
        found = read(page)

        assert [("Teaser", "outside-story")] == [
            (one.text, one.reason) for one in found.aside
        ]

    def test_a_page_without_article_is_read_without_its_frame(self) -> None:
        """Header, footer and sidebars are the page's."""
        page = (
            f"<body><header>Top</header>{STORY}<aside>Side</aside>"
            "<footer>End</footer></body>"
        )

        assert ["page-header", "sidebar", "page-footer"] == [
            one.reason for one in read(page).aside
        ]

    def test_the_story_itself_is_never_furniture(self) -> None:
        """A body may have any name."""
        found = read(f'<div class="social-share newsletter ad">{STORY}</div>')

        assert () == found.aside

    def test_hidden_text_stands_aside(self) -> None:
        """Readers never saw it."""
        found = read(f"{STORY}<p hidden>psst</p>")

        assert (SetAside(line=1, text="psst", reason="hidden"),) == found.aside

    def test_share_bars_without_a_name_are_found_by_their_words(self) -> None:
        """A list of nothing but networks is no list of the story."""
        bar = "<ul>\n<li>Facebook</li><li>Twitter</li></ul><h2>Share this</h2>"
        found = read(f"<h1>A</h1>{STORY}{bar}")

        assert 4 == len(found.content.body)
        assert ["Facebook", "Twitter", "Share this"] == [
            one.text for one in found.aside
        ]

    def test_an_empty_paragraph_is_nothing(self) -> None:
        """Neither of the story nor of the page."""
        found = read(f"<h1>A</h1>{STORY}<p> </p><p><img src='https://a.example/1'></p>")

        assert () == found.aside
        assert "image" == found.content.body[-1].type

    def test_a_story_in_main_and_one_marked_as_body(self) -> None:
        """Where there is no article, other marks are found."""
        for inside in (
            f"<main>{STORY}</main>",
            f"<div role='main'>{STORY}</div>",
            f"<div property='articleBody'>{STORY}</div>",
            f"<article><div itemprop='articleBody'>{STORY}</div></article>",
        ):
            found = read(f"<body><p>Top</p>{inside}<p>End</p></body>")

            assert ["Top", "End"] == [one.text for one in found.aside]

    def test_a_heading_above_the_story_counts_if_the_title_repeats_it(self) -> None:
        """Otherwise it is the name of the site."""
        page = (
            "<body>{}<title>The bridge reopens - Gazette</title><main>{}</main></body>"
        )
        above = page.format("<h1>The bridge reopens</h1>", STORY)
        site = page.format("<h1>Harbour News</h1>", STORY)

        assert "The bridge reopens" == read(above).content.headline
        assert "The bridge reopens - Gazette" == read(site).content.headline


class TestMetadata:
    """Where the fields come from."""

    @pytest.mark.parametrize(
        ("head", "headline"),
        [
            ("<h1>One</h1>", "One"),
            ('<h2 itemprop="headline">Two</h2>', "Two"),
            ('<meta property="og:title" content="Three"><title>T</title>', "Three"),
            ("<title>Four</title>", "Four"),
            ("<h2>Five</h2>", "Five"),
        ],
    )
    def test_the_headline_is_what_the_page_marks(
        self, head: str, headline: str
    ) -> None:
        """Heading, microdata, OpenGraph, title, first subhead; said once."""
        content = read(f"{head}{STORY}").content

        assert headline == content.headline
        assert headline not in content.text

    def test_without_any_headline_the_first_sentence_is_it(self) -> None:
        """It leaves the body: nothing is said twice."""
        content = read("<p>The <b>bridge</b> reopens. It was closed.</p>").content

        assert "The bridge reopens." == content.headline
        assert "It was closed." == content.text

    def test_a_first_sentence_with_a_link_stays(self) -> None:
        """A headline cannot hold the link."""
        content = read(
            '<p>The <a href="https://a.example">bridge</a>. Yes.</p>'
        ).content

        assert "The bridge." == content.headline
        assert "The bridge. Yes." == content.text

    def test_a_long_first_sentence_is_cut_for_the_headline_only(self) -> None:
        """The body keeps all of it."""
        content = read(f"<p>{'word ' * 40}.</p>").content

        assert content.headline.endswith("…")
        assert 121 > len(content.headline)
        assert 40 == content.text.count("word")

    def test_a_dateline_becomes_a_field(self) -> None:
        """As in the reader of plain text."""
        found = read(
            "<h1>A</h1><p><b>HARBOUR TOWN</b> (Reuters) - The bridge is open.</p>"
        )

        assert found.content.dateline is not None
        assert "HARBOUR TOWN" == found.content.dateline.place
        assert ["Reuters"] == [source.name for source in found.content.sources]
        assert "The bridge is open." == found.content.text
        assert ["dateline"] == [one.reason for one in found.aside]

    @pytest.mark.parametrize(
        "author",
        [
            '<meta name="author" content="Ada Quist">',
            '<p class="byline">By Ada Quist</p>',
            '<p>By <a rel="author">Ada Quist</a></p>',
            '<div itemprop="author"><span itemprop="name">Ada Quist</span></div>',
            (
                '<script type="application/ld+json">'
                '{"@type":"Article","author":"Ada Quist"}'
                "</script>"
            ),
        ],
    )
    def test_authors_are_those_whom_the_page_names(self, author: str) -> None:
        """In its head, in its data, or in a byline."""
        assert (Byline(name="Ada Quist"),) == read(
            f"<h1>A</h1>{author}{STORY}"
        ).content.bylines

    def test_linked_data_may_say_things_in_many_ways(self) -> None:
        """Values in lists, in objects, and with a ``</`` in them."""
        page = (
            '<script type="application/ld+json">{"@type": ["NewsArticle"], "headline":'
            '{"@value": "The </i> bridge"}, "keywords": ["bridge", "harbour"],'
            '"author": [{"name": "Ada"}, "https://a.example/bo", 3]}</script>'
            f"{STORY}"
        )
        content = read(page).content

        assert "The </i> bridge" == content.headline
        assert ("bridge", "harbour") == content.keywords
        assert (Byline(name="Ada"),) == content.bylines

    def test_a_byline_that_names_nobody_is_none(self) -> None:
        """It stands aside all the same."""
        found = read(f"<h1>A</h1><p class='byline'>Staff writers</p>{STORY}")

        assert () == found.content.bylines
        assert ["byline"] == [one.reason for one in found.aside]

    def test_linked_data_that_never_ends_is_passed_over(self) -> None:
        """Half a page says what it says."""
        page = f'<h1>A</h1>{STORY}<script type="application/ld+json">{{</b>'

        assert "A" == read(page).content.headline

    @pytest.mark.parametrize(
        "data",
        ["{", "[" * 10_000, '"x"', '{"@type": 3}', '{"@graph": {"@graph": null}}'],
    )
    def test_broken_data_is_passed_over(self, data: str) -> None:
        """Linked data that is none says nothing."""
        page = f'<script type="application/ld+json">{data}</script><h1>A</h1>{STORY}'

        assert "A" == read(page).content.headline

    def test_the_language_asked_for_counts_where_none_is_told(self) -> None:
        """And a language that is no tag is not told."""
        page = f'<html lang="x!"><h1>A</h1>{STORY}'.encode()

        assert "fr" == HtmlReader().read(page, language="fr").content.language


class TestEncoding:
    """Bytes."""

    def test_a_page_is_read_as_it_declares(self) -> None:
        """``meta charset`` is believed where the bytes are not UTF-8."""
        page = '<meta charset="windows-1251"><h1>Мост</h1>'.encode("cp1251")

        assert "Мост" == HtmlReader().read(page).content.headline

    def test_latin_1_means_windows_1252(self) -> None:
        """As every browser reads it."""
        page = '<meta charset="iso-8859-1"><h1>“Ça”</h1>'.encode("cp1252")

        assert "“Ça”" == HtmlReader().read(page).content.headline

    def test_utf_8_comes_first(self) -> None:
        """An old template does not spoil a page."""
        page = '<meta charset="windows-1251"><h1>Brücke</h1>'.encode()

        assert "Brücke" == HtmlReader().read(page).content.headline

    @pytest.mark.parametrize(
        "page",
        [
            b'<meta charset="shift_jis"><p>\x81</p>',
            b"<p>\x81\x8d</p>",
            b"<p>a\0b</p>",
            b'<meta charset="base64"><p>\x81</p>',
            b'<meta charset="nonsense"><p>\x81</p>',
        ],
    )
    def test_what_is_no_text_is_refused(self, page: bytes) -> None:
        """Wrong bytes never become wrong words."""
        with pytest.raises(UnreadableError):
            HtmlReader().read(page)


class TestNothing:
    """Pages without a story."""

    @pytest.mark.parametrize("page", ["", "<p> </p>", "<script>x</script>", "\u2800"])
    def test_no_words_are_no_page(self, page: str) -> None:
        """There is nothing to read."""
        with pytest.raises(UnreadableError, match="there is no text in it"):
            read(page)

    def test_furniture_alone_is_no_story(self) -> None:
        """And the page says what it has instead."""
        with pytest.raises(InvalidDocumentError, match="no word on this page"):
            read("<nav>Home</nav>")


class TestBlocks:
    """What stands in a body."""

    def test_text_between_tags_is_paragraphs(self) -> None:
        """Whatever holds it; two breaks part paragraphs outside of one."""
        found = blocks("one<div>two<br><br>three<br>four</div><p>five<br><br>six</p>")

        assert ["one", "two", "three\nfour", "five\n\nsix"] == [
            block.text for block in found
        ]

    def test_white_space_counts_as_on_a_page(self) -> None:
        """Runs of it are one space, none at the ends; no-break spaces stay."""
        text = "<p>\n a <b> b</b>\n\tc <br> d\u00a0e&nbsp;f </p>"

        assert "a b c\nd\u00a0e\u00a0f" == only(text).text

    def test_marks_and_links(self) -> None:
        """Every decorator; links that no story may hold leave their words."""
        block = only(
            "<p><b>a</b><i>b</i><code>c</code><u>d</u><del>e</del><sub>f</sub>"
            '<sup>g</sup><a href="https://a.example" title="T">h</a>'
            '<a href="/x">i</a><a href="javascript:x">j</a><q>k</q></p>'
        )

        assert isinstance(block, b.Paragraph)
        assert [
            ("a", ("strong",)),
            ("b", ("em",)),
            ("c", ("code",)),
            ("d", ("underline",)),
            ("e", ("strike",)),
            ("f", ("sub",)),
            ("g", ("sup",)),
            ("h", ("l1",)),
            ("ij“k”", ()),
        ] == [(span.text, span.marks) for span in block.spans]
        assert (b.Link("l1", "https://a.example", "T"),) == block.links

    def test_a_list_keeps_its_levels(self) -> None:
        """Also where a list lies beside an item instead of in it."""
        block = only(
            "<ol><li>a<ul><li>b</li></ul><li><p>c</p><p>d</p></li><ul>e</ul></ol>"
        )

        assert isinstance(block, b.ListBlock)
        assert block.ordered
        assert [("a", 1), ("b", 2), ("c\n\nd", 1), ("e", 2)] == [
            (item.text, item.level) for item in block.items
        ]

    def test_what_is_no_text_parts_a_list(self) -> None:
        """Code, quotes and pictures stand where they stood; stray words are items."""
        found = blocks(
            "<ul>a<li>b<pre>c</pre>d<h3>e</h3></li>"
            "<li><img src='https://a.example/1'>f</li></ul>"
        )

        assert ["list", "code", "list", "image"] == [one.type for one in found]
        assert ["a\nb", "c", "d\n\ne\nf", ""] == [one.text for one in found]

    @pytest.mark.parametrize(
        ("html", "speaker", "href"),
        [
            ("<blockquote>Yes.<footer>— Bo</footer></blockquote>", "Bo", None),
            ("<blockquote><p>Yes.</p><cite>Bo</cite></blockquote>", "Bo", None),
            (
                (
                    "<figure><blockquote cite='https://a.example'>Yes.</blockquote>"
                    "<figcaption>Bo</figcaption></figure>"
                ),
                "Bo",
                "https://a.example",
            ),
            ("<blockquote cite='x'><h2>Yes.</h2></blockquote>", None, None),
            ("<blockquote><blockquote>Yes.</blockquote></blockquote>", None, None),
        ],
    )
    def test_quotes(self, html: str, speaker: str | None, href: str | None) -> None:
        """A footer, a cite or the caption names the speaker."""
        quote = only(html)

        assert isinstance(quote, b.Quote)
        assert ("Yes.", speaker, href) == (quote.text, quote.speaker, quote.href)

    def test_what_is_no_text_follows_a_quote(self) -> None:
        """Nothing in a quote is lost."""
        html = "<blockquote>a<ul><li>b</li></ul>c<img src='https://a.example/1'></blockquote>"

        assert ["quote", "list", "quote", "image"] == [one.type for one in blocks(html)]

    def test_a_post_is_an_embed(self) -> None:
        """Sites hand out posts in the dress of quotes."""
        html = (
            '<blockquote class="twitter-tweet"><p>Open!</p>'
            '<a href="https://twitter.com/ada/status/1">24 Nov</a></blockquote>'
        )
        assert b.Embed(
            key="b1",
            href="https://twitter.com/ada/status/1",
            provider="X",
            caption="Open!24 Nov",
        ) == only(html)

    def test_figures(self) -> None:
        """Picture, caption, credit and size."""
        found = read_fragment(
            "<figure><span>Photo</span><img src='https://a.example/1.jpg' alt='Bridge'"
            " width='640px' height='0'><figcaption>Open <i>again</i>"
            " <span class='photo-credit'>Ada</span></figcaption></figure>"
        )

        (medium,) = found.media
        assert ("Bridge", "Open again", "Ada", 640, None) == (
            medium.alt,
            medium.caption,
            medium.credit,
            medium.width,
            medium.height,
        )
        assert ["figure-label"] == [one.reason for one in found.aside]

    def test_one_picture_twice_is_one_medium(self) -> None:
        """A second caption is not lost: it is a paragraph."""
        figure = "<figure><img src='https://a.example/1'><figcaption>{}</figcaption></figure>"
        found = read_fragment(figure.format("one") + figure.format("two"))

        assert ["one"] == [medium.caption for medium in found.media]
        assert ["image", "image", "paragraph"] == [one.type for one in found.blocks]

    def test_a_caption_beside_a_figure_is_that_of_its_picture(self) -> None:
        """Pages do such things."""
        found = read_fragment(
            "<div><figure><img src='https://a.example/1'></figure></div>"
            "<figcaption>Open</figcaption><figcaption>Alone</figcaption>"
        )

        assert ["Open"] == [medium.caption for medium in found.media]
        assert ["image", "paragraph"] == [one.type for one in found.blocks]

    def test_pictures_stand_beside_their_text(self) -> None:
        """Before it or after it, as they come; never in the middle."""
        html = "<p><img src='https://a.example/1'>one <img src='https://a.example/2'>two</p>"

        assert ["image", "paragraph", "image"] == [one.type for one in blocks(html)]

    def test_what_leads_nowhere_stands_aside(self) -> None:
        """Relative pictures and frames, with their captions."""
        found = read_fragment(
            "<figure><img src='/1.jpg' alt='Bridge'>"
            "<figcaption>Open</figcaption></figure>\n"
            "<iframe src='/map' title='Map'></iframe>"
        )

        assert () == found.blocks
        assert [
            (1, "Bridge", "relative-address"),
            (1, "Open", "caption-without-picture"),
            (2, "Map", "relative-address"),
        ] == [(one.line, one.text, one.reason) for one in found.aside]

    def test_captions_go_to_what_a_figure_shows(self) -> None:
        """A frame, a table; code has none and keeps the words beside it."""
        figure = "<figure>{}<figcaption>Look</figcaption></figure>"
        frame = only(figure.format("<iframe src='https://a.example'></iframe>"))
        table = only(figure.format("<table><tr><td>x</td></tr></table>"))

        assert isinstance(frame, b.Embed)
        assert isinstance(table, b.Table)
        assert "Look" == frame.caption == table.caption
        assert ["code", "paragraph"] == [
            one.type for one in blocks(figure.format("<pre>x</pre>"))
        ]

    def test_an_embed_needs_an_address(self) -> None:
        """A figure of that class without one is a figure."""
        html = "<figure class='embed'><a href='/x'>Look</a></figure>"

        assert b.Paragraph(key="b1", spans=b.plain("Look")) == only(html)

    def test_a_post_without_address_is_a_quote(self) -> None:
        """Nothing can be shown from nowhere."""
        html = "<blockquote class='twitter-tweet'>Open!</blockquote>"

        assert b.Quote(key="b1", spans=b.plain("Open!")) == only(html)

    def test_pictures_in_headings_and_cells_follow_them(self) -> None:
        """No picture is lost."""
        image = "<img src='https://a.example/1'>"
        html = f"<h2>a{image}</h2><table><tr>x<td>b{image}<ul><li>c</ul></table>"

        assert ["heading", "image", "paragraph", "table", "image"] == [
            one.type for one in blocks(html)
        ]

    def test_lazy_pictures_are_found(self) -> None:
        """Where the address waits in another attribute."""
        html = "<img src='data:image/gif;base64,x' data-src='https://a.example/1'>"

        assert "https://a.example/1" == read_fragment(html).media[0].href

    def test_spacers_are_no_pictures(self) -> None:
        """On a page, that is: an editor's field holds what the editor wants."""
        html = f"{STORY}<img src='https://a.example/1' height='1' alt='line'>"

        assert ["spacer"] == [one.reason for one in read(html).aside]
        assert 1 == len(read_fragment(html).media)

    @pytest.mark.parametrize(
        ("html", "href", "provider"),
        [
            (
                "<iframe src='//www.youtube.com/embed/x'></iframe>",
                "https://www.youtube.com/embed/x",
                "YouTube",
            ),
            (
                "<video src='https://a.example/1.mp4'></video>",
                "https://a.example/1.mp4",
                None,
            ),
            (
                "<audio><source src='https://a.example/1.ogg'></audio>",
                "https://a.example/1.ogg",
                None,
            ),
        ],
    )
    def test_players_are_embeds(
        self, html: str, href: str, provider: str | None
    ) -> None:
        """Frames, video and sound."""
        assert b.Embed(key="b1", href=href, provider=provider) == only(html)

    def test_tables(self) -> None:
        """Header rows, caption, and lines in a cell."""
        table = only(
            "<table><caption>Tolls</caption><tr><th>Car</th><th>Toll</th></tr>"
            "<tbody><tr><th>small</th><td><p>2</p><p>euros</p></td></tr><tr></tr></table>"
        )

        assert isinstance(table, b.Table)
        assert "Tolls" == table.caption
        assert [True, False] == [row.header for row in table.rows]
        assert "2\n\neuros" == table.rows[1].cells[1].text

    def test_code(self) -> None:
        """Spaces, lines and language."""
        html = (
            '<pre><code class="language-python x">if a &lt; b:\n    c</code></pre>'
            "<pre>\nplain\n</pre>"
        )

        assert (
            b.Code(key="b1", text="if a < b:\n    c", language="python"),
            b.Code(key="b2", text="plain"),
        ) == blocks(html)

    def test_subheads_move_below_the_headline(self) -> None:
        """Where some are of its level, all move down by one."""
        levels = [
            block.level
            for block in blocks("<h1>a</h1><h2>b</h2><h6>c</h6>")
            if isinstance(block, b.Heading)
        ]

        assert [2, 3, 6] == levels

    def test_links_alone_after_read_more_go_with_it(self) -> None:
        """As paragraphs and as a list."""
        more = "<p>Read more:</p><p><a href='https://a.example'>Another story</a></p>"
        found = read(f"<h1>A</h1>{STORY}{more}")

        assert 4 == len(found.content.body)
        assert ["Read more:", "Another story"] == [one.text for one in found.aside]
