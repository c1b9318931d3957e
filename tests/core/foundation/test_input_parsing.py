"""What people type and paste is read the way they meant it, or refused with a sentence; it is never dropped."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from trellis.core.foundation import input_parsing
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.form_fields import DayField, LineField, NumberField, PastedEmailField


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("example.org", "https://example.org"),
        (" www.example.org/a?b=c ", "https://www.example.org/a?b=c"),
        ("//example.org/a", "https://example.org/a"),
        ("http://example.org", "http://example.org"),
        ("https://example.org/a", "https://example.org/a"),
        ("example.org:8080/a", "https://example.org:8080/a"),
        ("https://example.org/a\n", "https://example.org/a"),
        ("", ""),
    ],
)
def test_a_link_without_https_gets_it(text, link):
    assert input_parsing.parse_url(text) == link


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "mailto:a@example.org", "ftp://example.org", "river", "a b"]
)
def test_what_is_no_web_address_is_refused(text):
    with pytest.raises(ActionError, match="is not a web address"):
        input_parsing.parse_url(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), (" 12 ", 12), ("1,200", 1200), ("1 200", 1200), ("1\u00a0200", 1200), ("٤٠", 40), ("০৭", 7)],
)
def test_a_number_is_read_with_spaces_and_commas(text, number):
    assert input_parsing.parse_whole_number(text) == number
    assert input_parsing.parse_small_number(text) == number


@pytest.mark.parametrize("text", ["", "twelve", "1.5", "1,5", "-3", "12,34", "1e3", "9" * 12])
def test_what_is_no_whole_number_is_none(text):
    assert input_parsing.parse_whole_number(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2026-09-01",
        "9/1/2026",
        "09/01/2026",
        "9/1/26",
        "9-1-2026",
        "Sep 1, 2026",
        "September 1 2026",
        "1 Sep 2026",
        " 9/1/2026 ",
    ],
)
def test_a_date_is_read_as_americans_write_it(text):
    assert input_parsing.parse_day(text) == date(2026, 9, 1)


@pytest.mark.parametrize("text", ["soon", "13/32/2026", "2026-02-30", "9/1"])
def test_what_is_no_date_is_refused_and_not_dropped(text):
    with pytest.raises(ActionError, match="Enter a date like 9/1/2026"):
        input_parsing.parse_day(text)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("14:30", time(14, 30)),
        ("2:30 PM", time(14, 30)),
        ("2:30pm", time(14, 30)),
        ("2.30 p.m.", time(14, 30)),
        ("2 pm", time(14)),
        ("12:05 AM", time(0, 5)),
        ("12 pm", time(12)),
        ("9:05", time(9, 5)),
        ("14:30:00", time(14, 30)),
        ("", None),
    ],
)
def test_a_time_is_read_with_12_or_24_hours(text, hour):
    assert input_parsing.parse_time(text) == hour


@pytest.mark.parametrize("text", ["25:00", "14:75", "14:30 PM", "noonish", "2"])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(ActionError, match="Enter a time like 2:30 PM"):
        input_parsing.parse_time(text)


@pytest.mark.parametrize(
    "text",
    ["2026-09-01T14:30", "2026-09-01 14:30", "9/1/2026 2:30 PM", "9/1/2026, 2:30 pm", "Sep 1, 2026, 2:30 PM"],
)
def test_a_day_with_its_time(text):
    assert input_parsing.parse_moment(text, UTC) == datetime(2026, 9, 1, 14, 30, tzinfo=UTC)


def test_pasted_text_loses_what_nobody_sees():
    assert input_parsing.clean_line(" Amina\u00a0 Diallo\u200b \ufeff", 40) == "Amina Diallo"
    assert input_parsing.clean_line("\u200fأمينة\u200f", 40) == "أمينة"
    assert input_parsing.parse_email(" \u200bcarmen@example.org\u00a0") == "carmen@example.org"
    assert input_parsing.parse_email("mailto:carmen@example.org") == "carmen@example.org"
    assert input_parsing.clean_text("  One\r\nTwo \u200b", 40) == "One\nTwo"


def test_the_fields_of_django_forms_read_the_same():
    assert NumberField(max_value=2000).clean(" 1,200 ") == 1200
    assert NumberField(required=False).clean(" ") is None
    with translation.override("es"):
        assert DayField().clean("9/1/2026") == date(2026, 9, 1)
    assert LineField().clean(" Rosa\u200b  Diaz\u00a0") == "Rosa Diaz"
    assert PastedEmailField().clean("\u200brosa@example.org ") == "rosa@example.org"


@pytest.mark.parametrize("field", [NumberField(max_value=9), DayField(), PastedEmailField()])
def test_the_fields_of_django_forms_refuse_what_they_cannot_read(field):
    with pytest.raises(ValidationError):
        field.clean("many")
