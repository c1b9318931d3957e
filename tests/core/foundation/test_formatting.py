"""Lists, dates, times, numbers and languages, as each of the nine languages writes them."""

import itertools
import re
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import timezone, translation

import trellis
from trellis.core.foundation import formatting

SOURCE = Path(trellis.__file__).parent
DAY = date(2026, 12, 8)
HALF_PAST_TWO = datetime(2026, 12, 8, 14, 30, tzinfo=ZoneInfo("America/New_York"))

TABLE = {
    # language: (a list, a list in a sentence, a day, a date, a time, a moment, weekdays, numbers, a language)
    "en": (
        "A, B, C",
        "A, B, and C",
        "Tue, Dec 8",
        "Dec 8, 2026",
        "2:30 PM",
        "Tue, Dec 8, 2:30 PM",
        "Tue, Thu",
        ("1,234.5", "28.5%"),
        "Spanish",
    ),
    "es": (
        "A, B, C",
        "A, B y C",
        "mar, 8 de dic",
        "8 dic 2026",
        "2:30 p.m.",
        "mar, 8 de dic, 2:30 p.m.",
        "mar, jue",
        ("1,234.5", "28.5%"),
        "español",
    ),
    "fr": (
        "A, B, C",
        "A, B et C",
        "mar. 8 déc.",
        "8 déc. 2026",
        "2:30 PM",
        "mar. 8 déc., 2:30 PM",
        "mar., jeu.",
        ("1\u202f234,5", "28,5\xa0%"),
        "espagnol",
    ),
    "ht": (
        "A, B, C",
        "A, B ak C",
        "mad, 8 desanm",
        "8 desanm 2026",
        "2:30 PM",
        "mad, 8 desanm, 2:30 PM",
        "mad, jed",
        ("1\xa0234,5", "28,5\xa0%"),
        "Panyòl",
    ),
    "ar": (
        "A، B، C",
        "A وB وC",
        "الثلاثاء، 8 ديسمبر",
        "8 ديسمبر 2026",
        "2:30 م",
        "الثلاثاء، 8 ديسمبر، 2:30 م",
        "الثلاثاء، الخميس",
        ("1,234.5", "28.5%"),
        "الإسبانية",
    ),
    "zh-hans": (
        "A、B、C",
        "A、B和C",
        "12月8日周二",
        "2026年12月8日",
        "下午2:30",
        "12月8日周二 下午2:30",
        "周二、周四",
        ("1,234.5", "28.5%"),
        "西班牙语",
    ),
    "bn": (
        "A, B, C",
        "A, B এবং C",
        "মঙ্গল 8 ডিসে",
        "8 ডিসে, 2026",
        "2:30 PM",
        "মঙ্গল 8 ডিসে 2:30 PM",
        "মঙ্গল, বৃহস্পতি",
        ("1,234.5", "28.5%"),
        "স্প্যানিশ",
    ),
    "vi": (
        "A, B, C",
        "A, B và C",
        "Th 3, 8 thg 12",
        "8 thg 12, 2026",
        "2:30 CH",
        "Th 3, 8 thg 12, 2:30 CH",
        "Th 3, Th 5",
        ("1.234,5", "28,5%"),
        "Tiếng Tây Ban Nha",
    ),
    "pt-br": (
        "A, B, C",
        "A, B e C",
        "ter., 8 de dez.",
        "8 de dez. de 2026",
        "2:30 PM",
        "ter., 8 de dez. 2:30 PM",
        "ter., qui.",
        ("1.234,5", "28,5%"),
        "espanhol",
    ),
}


@pytest.fixture(autouse=True)
def clock_in_new_york():
    with timezone.override("America/New_York"):
        yield


def test_the_table_has_every_language_of_the_screen():
    assert set(TABLE) == {code for code, _name in settings.LANGUAGES}


@pytest.mark.parametrize("language", TABLE)
def test_each_language_writes_them_its_own_way(language):
    with translation.override(language):
        assert (
            formatting.format_list("ABC"),
            formatting.format_sentence_list("ABC"),
            formatting.format_day(DAY),
            formatting.format_date(DAY),
            formatting.format_time(HALF_PAST_TWO),
            formatting.format_moment(HALF_PAST_TWO),
            formatting.format_weekdays([4, 2]),
            (formatting.format_number(1234.5), formatting.format_percent(0.285, 1)),
            formatting.format_language_name("es"),
        ) == TABLE[language]


@pytest.mark.parametrize("language", TABLE)
@pytest.mark.parametrize("size", range(6))
def test_a_list_has_each_item_once_in_order_whatever_its_length(language, size):
    items = [f"item{number}" for number in range(size)]
    with translation.override(language):
        for listed in (formatting.format_list(items), formatting.format_sentence_list(items)):
            assert re.findall(r"item\d", listed) == items


@pytest.mark.parametrize("language", TABLE)
@pytest.mark.parametrize("month", range(1, 13))
def test_every_day_of_the_year_is_written_with_digits_that_everybody_reads(language, month):
    with translation.override(language):
        for day in range(1, 29):
            for written in (
                formatting.format_day(date(2027, month, day)),
                formatting.format_date(date(2027, month, day)),
            ):
                assert re.search(rf"(?<!\d){day}(?!\d)", written)


@pytest.mark.parametrize("language", TABLE)
def test_no_time_is_on_the_24_hour_clock(language):
    with translation.override(language):
        for hour in range(24):
            assert f"{hour % 12 or 12}:05" in formatting.format_time(time(hour, 5))
        assert formatting.format_time(time(2, 5)) != formatting.format_time(time(14, 5))


@pytest.mark.parametrize("language", TABLE)
def test_what_django_writes_by_itself_is_the_same_number(language):
    with translation.override(language):
        page = Template("{{ value }}").render(Context({"value": 3.5}))
        assert page == formatting.format_number(3.5)


@pytest.mark.parametrize("language", TABLE)
def test_a_count_has_the_separators_of_the_reader_and_a_machine_gets_none(language):
    counted = Template(
        "{% load i18n %}{% blocktranslate count n=n %}{{ n }} x{% plural %}{{ n }} xs{% endblocktranslate %}"
    )
    plain = Template('<input value="{{ n|unlocalize }}">')
    with translation.override(language):
        number = formatting.format_number(3998)
        assert len(number) > 4
        assert Template("{{ n }}").render(Context({"n": 3998})) == number
        assert counted.render(Context({"n": 3998})).startswith(f"{number} ")
        assert plain.render(Context({"n": 3998})) == '<input value="3998">'


REVISION_FOR_A_FORM = re.compile(r'value="[^"]*\{\{[^}]*revision[^}]*\}\}"')


def test_a_revision_goes_back_to_its_form_without_separators():
    values = [
        match[0]
        for path in SOURCE.rglob("*.html")
        for match in REVISION_FOR_A_FORM.finditer(path.read_text())
    ]
    assert len(values) > 5
    assert [value for value in values if "|unlocalize" not in value] == []


@pytest.mark.parametrize("language", ["ht"])
def test_haitian_creole_has_no_french_months_or_days(language):
    french = "janvier|février|mars|juin|juillet|août|septembre|octobre|novembre|décembre|lun\\.|mar\\.|mer\\."
    with translation.override(language):
        for month in range(1, 13):
            words = formatting.format_date(date(2027, month, 3)) + formatting.format_month(
                date(2027, month, 3)
            )
            assert not re.search(french, words)


def test_a_number_that_rounds_to_nothing_has_no_sign():
    assert formatting.format_number(-0.001, 1) == "0.0"
    assert formatting.format_number(-3.25) == "−3.25"


FORMATTERS = re.compile(
    r"django\.utils\.formats|from babel\.(dates|lists|numbers)|\.strftime\(|contrib\.humanize"
)
TEMPLATE_FORMATTERS = re.compile(r"\|(time|floatformat|intcomma|join|timesince|naturaltime)\b|\|date:")
FOR_MACHINES = re.compile(r"\|(date:|time:)(\"|')(Y-m-d(\\TH:i)?|H:i|U\.u|c)(\"|')|\|join:(\" \"|' ')")


def test_no_other_module_formats_for_a_reader():
    elsewhere = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if FORMATTERS.search(path.read_text()) and path.name != "formatting.py"
    ]
    assert elsewhere == []


def test_no_template_formats_by_another_filter():
    wrong = []
    for path in [*SOURCE.rglob("*.html"), *SOURCE.rglob("*.txt")]:
        left = FOR_MACHINES.sub("", path.read_text())
        wrong += [f"{path.relative_to(SOURCE)}: {match[0]}" for match in TEMPLATE_FORMATTERS.finditer(left)]
    assert wrong == []


TOKEN = re.compile(r"(\{%.*?%\}|\{\{.*?\}\})", re.S)
AFTER_A_PART = re.compile(r"(</[a-z]+>)*[,.](\s|<|$)")


def punctuation_between_parts(source: str) -> list[str]:
    """Latin commas and periods of a template that stand right after a translated or written part."""
    excerpts, within = [], False
    for before, piece in itertools.pairwise(TOKEN.split(source)):
        if piece.startswith("{% blocktrans") or before.startswith("{% blocktrans"):
            within = True
        if before.startswith("{% endblocktrans"):
            within = False
        if (
            TOKEN.fullmatch(before)
            and not TOKEN.fullmatch(piece)
            and not within
            and AFTER_A_PART.match(piece)
        ):
            excerpts.append(f"{before[-30:]}{piece[:20]}")
    return excerpts


def test_no_template_joins_translated_parts_with_latin_punctuation():
    wrong = []
    for path in SOURCE.rglob("*.html"):
        wrong += [
            f"{path.relative_to(SOURCE)}: {excerpt}"
            for excerpt in punctuation_between_parts(path.read_text())
        ]
    assert wrong == []


def test_punctuation_between_parts_is_noticed():
    assert punctuation_between_parts("{{ name }}, {% translate 'x' %}. <b>{{ n }}</b>, y") != []
    assert punctuation_between_parts("{% blocktranslate %}{{ a }}, {{ b }}.{% endblocktranslate %} · x") == []
