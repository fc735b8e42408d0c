"""Each component's HTML: the words, the bar, the tone; and that nothing typed into it becomes markup."""

from datetime import UTC, date, datetime

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation
from lxml import html

from clair_portal.pages import components
from clair_portal.pages.icons import NAMES, icon

STARTS, ENDS = datetime(2027, 2, 16, 13, 0, tzinfo=UTC), datetime(2027, 2, 16, 18, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en-gb"):
        yield


def drawn(text: str, **facts: object) -> html.HtmlElement:
    request = RequestFactory().get("/list/?sort=new&page=2&q=a%26b")
    return html.fromstring("<div>" + Template(text).render(Context({"request": request, **facts})) + "</div>")


def said(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.parametrize(
    ("facts", "words", "tone", "width"),
    [
        ((82, 120, 0), "38 of 120 places left", "plain", "68"),
        ((0, 120, 0), "120 of 120 places left", "plain", "0"),
        ((114, 120, 0), "6 of 120 places left", "plain", "95"),
        ((115, 120, 0), "5 places left", "warn", "96"),
        ((49, 50, 0), "1 place left", "warn", "98"),
        ((50, 50, 0), "Full", "full", "100"),
        ((50, 50, 7), "Full, 7 waiting", "full", "100"),
        ((60, 50, 0), "Full", "full", "100"),
        ((0, 0, 0), "Full", "full", "100"),
    ],
)
def test_capacity_in_words_and_as_a_bar(facts, words, tone, width) -> None:
    taken, size, waiting = facts
    page = drawn("{% capacity taken=taken size=size waiting=waiting %}", taken=taken, size=size, waiting=waiting)
    assert said(page) == words
    assert page.xpath("//span[@class='capacity']/span/@class") == [tone]
    assert page.xpath("//rect/@width") == [width]


def test_without_a_limit_there_is_no_bar() -> None:
    page = drawn("{% capacity taken=82 size=None %}")
    assert said(page) == "No limit on places"
    assert page.xpath("//rect") == []


@pytest.mark.parametrize("tone", components.TONES)
def test_a_tag_has_a_word_and_a_tone(tone) -> None:
    page = drawn("{% tag 'Open' tone=tone %}", tone=tone)
    assert (said(page), page.xpath("//span/@class")) == ("Open", [f"tag {tone}"])


def test_a_tone_that_does_not_exist_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="one of plain, good, warn, full"):
        components.tag("Open", tone="green")


def test_arguments_must_be_named() -> None:
    with pytest.raises(TemplateSyntaxError):
        Template("{% capacity 82 120 %}")


@pytest.mark.parametrize(("language", "words"), [("en-gb", "Tue 16 Feb"), ("ja", "2月 16 火曜日"), ("de", "Di 16 Feb")])
def test_the_date_block_in_each_language(language, words) -> None:
    with translation.override(language):
        page = drawn("{% date_block starts 'Europe/Berlin' %}", starts=STARTS)
    assert (said(page), page.xpath("//time/@datetime")) == (words, ["2027-02-16"])


def test_the_day_is_that_of_the_zone() -> None:
    late = datetime(2027, 2, 16, 23, 30, tzinfo=UTC)
    page = drawn("{% day at 'Europe/Berlin' %}|{% day at 'Europe/London' year=False %}", at=late)
    assert said(page) == "Wed 17 February 2027|Tue 16 February"


def test_a_moment_without_a_zone_has_no_day() -> None:
    with pytest.raises(ValueError, match="say which"):
        components.day(STARTS)


def test_a_plain_date_needs_no_zone() -> None:
    assert drawn("{% month on %}, {% era_day on %}", on=date(2027, 2, 16)).text == "February 2027, 令和9年2月16日"


def test_a_moment_has_its_zone_and_japan_in_small() -> None:
    page = drawn("{% moment starts ends 'Europe/Berlin' %}", starts=STARTS, ends=ENDS)
    assert said(page) == "Tue 16 February 2027, 14:00–19:30 German time in Japan: 22:00–03:30 (until the next day)"
    assert page.xpath("//small/@class") == ["elsewhere"]
    assert page.xpath("//time/@datetime") == ["2027-02-16T13:00:00+00:00"]


def test_in_japan_nothing_is_beside_it() -> None:
    page = drawn("{% moment starts ends 'Asia/Tokyo' %}", starts=STARTS, ends=ENDS)
    assert said(page) == "Tue 16 February 2027, 22:00 – Wed 17 February 2027, 03:30 Japan time"


def test_a_button_is_a_link() -> None:
    page = drawn("{% button 'Register' href='/go/?a=1&b=2' tone='quiet' %}")
    assert [(link.text, link.get("href"), link.get("class")) for link in page.xpath("//a")] == [
        ("Register", "/go/?a=1&b=2", "button quiet")
    ]


def test_facts_are_a_list_of_terms() -> None:
    page = drawn("{% facts %}{% fact 'Where' %}{{ place }}{% endfact %}{% endfacts %}", place="Köln <b>Mitte</b>")
    assert [node.text for node in page.xpath("//dl[@class='facts']/div/*")] == ["Where", "Köln <b>Mitte</b>"]


@pytest.mark.parametrize(
    "template",
    [
        "{% tag evil %}",
        "{% button evil href=evil %}",
        "{% fact evil %}{{ evil }}{% endfact %}",
        "{% empty evil text=evil href=evil label=evil %}",
        "{% stepper steps 'a' %}",
        "{% chart_bars rows title=evil source=evil %}",
    ],
)
def test_what_people_typed_never_becomes_markup(template) -> None:
    evil = '"><script>alert(1)</script>'
    page = drawn(template, evil=evil, steps=[("a", evil)], rows=[(evil, 1)])
    assert page.xpath("//script") == []
    assert "<script>" in page.text_content()


def test_the_stepper_says_where_it_stands_in_a_line_and_in_a_list() -> None:
    page = drawn("{% stepper steps 'b' %}", steps=[("a", "Asked"), ("b", "Answered"), ("c", "Visited")])
    assert said(page.find_class("steps-short")[0]) == "2 of 3 · Answered"
    assert [(said(step), step.get("class"), step.get("aria-current")) for step in page.xpath("//li")] == [
        ("Asked (done)", "done", None),
        ("Answered", "now", "step"),
        ("Visited", None, None),
    ]


def test_an_empty_state_says_how_to_start() -> None:
    page = drawn("{% empty 'No events' text='Soon.' href='/' label='Start' %}")
    assert said(page) == "No events Soon. Start"


def test_the_pager_keeps_the_rest_of_the_address() -> None:
    page = drawn("{% pager page %}", page=Paginator(range(50), 20).page(2))
    assert said(page) == "Earlier page Page 2 of 3 Next page"
    assert page.xpath("//a/@href") == ["?sort=new&q=a%26b&page=1", "?sort=new&q=a%26b&page=3"]


def test_one_page_needs_no_pager() -> None:
    assert said(drawn("{% pager page %}", page=Paginator(range(5), 20).page(1))) == ""


@pytest.mark.parametrize("language", ["en-gb", "de"])
def test_bars_carry_their_figures_and_a_table(language) -> None:
    with translation.override(language):
        page = drawn("{% chart_bars rows title='T' source='S' %}", rows=[("DE", 40), ("GB", 10), ("IE", 0)])
    # German writes 20,0; an attribute of SVG must not.
    assert page.xpath("//rect/@width") == ["80.0%", "20.0%", "0.0%"]
    assert [node.text for node in page.xpath("//text[@class='figure']")] == ["40", "10", "0"]
    assert [(row[0].text, row[1].text) for row in page.xpath("//tr")] == [("DE", "40"), ("GB", "10"), ("IE", "0")]


def test_a_chart_of_nothing_is_empty() -> None:
    assert components.bars([]) == []


def test_every_icon_is_silent() -> None:
    assert [html.fromstring(icon(name)).get("aria-hidden") for name in NAMES] == ["true"] * len(NAMES)


def test_a_constant_is_made_once_in_each_language() -> None:
    template, made = Template("{% constant %}{{ count }} {% translate 'January' %}{% endconstant %}"), []
    for count, language in enumerate(("en-gb", "ja", "de", "en-gb", "ja")):
        with translation.override(language):
            made.append(template.render(Context({"count": count})))
    assert made == ["0 January", "1 1月", "2 Januar", "0 January", "1 1月"]
