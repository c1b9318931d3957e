"""Haitian Creole's own words for days, months, lists and languages: CLDR has French ones in their place."""

from __future__ import annotations

from datetime import date, datetime

DAYS = ("len", "mad", "mèk", "jed", "van", "sam", "dim")
"""ISO weekdays, Monday first, shortened."""

MONTHS = (
    "janvye",
    "fevriye",
    "mas",
    "avril",
    "me",
    "jen",
    "jiyè",
    "out",
    "septanm",
    "oktòb",
    "novanm",
    "desanm",
)

LANGUAGES = {
    "am": "Amarik",
    "ar": "Arab",
    "bn": "Bengali",
    "de": "Alman",
    "en": "Angle",
    "es": "Panyòl",
    "fa": "Pèsik",
    "ff": "Foula",
    "fr": "Franse",
    "hi": "Endi",
    "ht": "Kreyòl ayisyen",
    "it": "Italyen",
    "ja": "Japonè",
    "kea": "Kreyòl Kap Vè",
    "ko": "Koreyen",
    "ln": "Lingala",
    "my": "Bimani",
    "ne": "Nepalè",
    "pl": "Polonè",
    "ps": "Pachto",
    "pt": "Pòtigè",
    "pt-BR": "Pòtigè",
    "ru": "Ris",
    "so": "Somali",
    "sw": "Swahili",
    "ti": "Tigriya",
    "tl": "Tagalòg",
    "tr": "Tik",
    "uk": "Ikrenyen",
    "ur": "Oudou",
    "vi": "Vyetnamyen",
    "wo": "Wolòf",
    "yo": "Yowouba",
    "yue": "Kantonè",
    "zh": "Chinwa",
    "zh-Hans": "Chinwa (senplifye)",
}


def sentence_list(names: list[str]) -> str:
    """ "Rosa, Ana ak Li"."""
    return " ak ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def format_skeleton(skeleton: str, day: date) -> str:
    """A date or a time by the CLDR skeleton that `formatting` asks for."""
    month = MONTHS[day.month - 1]
    if skeleton == "hm" and isinstance(day, datetime):
        return f"{day.hour % 12 or 12}:{day.minute:02} {'AM' if day.hour < 12 else 'PM'}"
    return {
        "MMMEd": f"{DAYS[day.isoweekday() - 1]}, {day.day} {month}",
        "yMMMd": f"{day.day} {month} {day.year}",
        "yMMMM": f"{month} {day.year}",
        "MMMd": f"{day.day} {month}",
        "MMM": month,
    }[skeleton]
