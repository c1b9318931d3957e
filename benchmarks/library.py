"""The library with 20,000 projects in five languages: looking for words, with and without filters."""

import os
import tempfile
from itertools import accumulate
from random import Random
from statistics import median, quantiles
from time import perf_counter

PROJECTS, LOOKS = 20_000, 200
LANGUAGES = {"en": 6, "es": 3, "fr": 1, "pt": 1, "zh-Hans": 1}
SYLLABLES = [first + second for first in "bcdfghjk" for second in "aeiou"]
HAN = "水质河流花园城市预算桥梁能源历史音乐住房健康土壤气候调查市场记忆边界博物馆学生问题社区老师项目"
KEYS = ("knowledge-and-thinking", "written-communication", "oral-communication", "collaboration", "agency")
VOCABULARY = 4000


def lexicon(language: str) -> list[str]:
    """Invented words of a language, the most frequent first (drawn by Zipf's law, as words are)."""
    draw = Random(language)
    if language == "zh-Hans":
        return ["".join(draw.choices(HAN, k=2)) for _ in range(VOCABULARY)]
    return ["".join(draw.choices(SYLLABLES, k=draw.choice((2, 3, 3, 4)))) for _ in range(VOCABULARY)]


LEXICON = {language: lexicon(language) for language in LANGUAGES}
ZIPF = list(accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))


def main() -> None:
    """Fill a library, then look for words in it as a teacher does."""
    os.environ.setdefault("TRELLIS_DATA", tempfile.mkdtemp(prefix="trellis-bench-"))
    from trellis.core.foundation.boot import start_django

    start_django(create=True)
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    began = perf_counter()
    viewer = _fill()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"  {PROJECTS:,} projects on {connection.vendor}, shelved in {perf_counter() - began:.0f} s")
    _look(viewer)


def _look(viewer: object) -> None:
    from trellis.learning.library.facets import LibraryQuery
    from trellis.learning.library.search import search_library

    draw, times = Random(7), {"": [], "filters": []}
    for number in range(LOOKS):
        language = draw.choice(list(LANGUAGES))
        many = draw.choice((1, 1, 2, 3))
        words = draw.sample(LEXICON[language][20:400], many)
        if number % 5 == 0:  # a word that nearly every project has
            words = [draw.choice(LEXICON[language][:10])]
        filters = {"language": (language,), "grade": ("10",)} if number % 2 else {}
        query = LibraryQuery(q=" ".join(words), page=1, **filters)
        began = perf_counter()
        search_library(viewer, query)
        times["filters" if filters else ""].append((perf_counter() - began) * 1000)
    for name, some in times.items():
        print(
            f"  {name or 'words alone':<12} {median(some):6.1f} ms median, {_p95(some):6.1f} ms p95 of {len(some)}"
        )
    every = [milliseconds for some in times.values() for milliseconds in some]
    print(f"  all          {median(every):6.1f} ms median, {_p95(every):6.1f} ms p95 (bar 50)")
    began = perf_counter()
    search_library(viewer, LibraryQuery())
    print(f"  the first page, without words: {(perf_counter() - began) * 1000:.1f} ms")


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20)[-1]


def _fill() -> object:
    """A network's library: rows in bulk, its words by the same functions as a teacher's press."""
    from trellis.core.community.models import Network, Person, Role, School, Tie
    from trellis.core.community.viewer import Viewer
    from trellis.core.foundation import ledger
    from trellis.learning.library import index
    from trellis.learning.library.models import Edition, Entry, SearchEntry
    from trellis.learning.library.search_entries import search_columns

    draw = Random(2027)
    with ledger.act("build a benchmark"):
        network = Network.objects.create(name="Bench", slug="bench-library", invented=True)
        school = School.objects.create(network=network, name="Bench High")
        teacher = Person.objects.create(network=network, given_name="Tomas", family_name="Berg")
        Tie.objects.create(person=teacher, role=Role.TEACHER, to_school=school)
        projects = [_project(draw, network, school) for _ in range(PROJECTS)]
        Entry.objects.bulk_create((entry for entry, _body, _shelf in projects), batch_size=500)
        Edition.objects.bulk_create(
            (
                Edition(entry=entry, number=1, body=body.model_dump(mode="json"))
                for entry, body, _shelf in projects
            ),
            batch_size=500,
        )
        shelves = SearchEntry.objects.bulk_create(
            (shelf for _entry, _body, shelf in projects), batch_size=500
        )
        for (entry, body, _shelf), shelf in zip(projects, shelves, strict=True):
            index.index_words(shelf.pk, search_columns(body, [], entry.language))
    return Viewer.of(teacher)


def _project(draw: Random, network: object, school: object) -> tuple:
    from trellis.learning.library.models import Entry, Licence, SearchEntry, Standing
    from trellis.learning.library.search_entries import STANDING_RANK, join_with_bars
    from trellis.learning.projects.body import Part, Product, ProjectBody, TargetOutcome

    language = draw.choices(list(LANGUAGES), list(LANGUAGES.values()))[0]

    def make_text(many: int) -> str:
        return " ".join(draw.choices(LEXICON[language], cum_weights=ZIPF, k=many))

    low = draw.choice((6, 9, 9, 11))
    body = ProjectBody(
        title=make_text(4)[:160],
        driving_question=make_text(12)[:300],
        parts=[Part(key=f"part-{n}", title="A part", text=make_text(60)) for n in range(5)],
        products=[Product(key="report", title=make_text(3))],
        outcomes=[TargetOutcome(key=key, title=key) for key in draw.sample(KEYS, 3)],
    )
    facts = {
        "network": network,
        "licence": draw.choice(Licence.values),
        "language": language,
        "grade_low": low,
        "grade_high": min(12, low + draw.choice((0, 1, 3))),
    }
    standing = draw.choices(Standing.values, (6, 3, 1))[0]
    entry = Entry(school=school, title=body.title, question=body.driving_question, standing=standing, **facts)
    keys = join_with_bars(outcome.key for outcome in body.outcomes)
    return entry, body, SearchEntry(entry=entry, standing=STANDING_RANK[standing], outcomes=keys, **facts)


if __name__ == "__main__":
    main()
