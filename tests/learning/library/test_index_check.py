"""The library's search index can be changed by a stray tool; `trellis doctor` says so, and `--fix` makes it anew."""

import pytest
from django.db import connection

from trellis.learning.library import index, index_check
from trellis.learning.library.facets import LibraryQuery
from trellis.learning.library.models import SearchEntry
from trellis.learning.library.search import search_library
from trellis.web.shell.operations import doctor
from world import make_world

pytestmark = pytest.mark.django_db
KEY = "rowid" if connection.vendor == "sqlite" else "id"
WORDS = [["another"], ["one"], [], []]


@pytest.fixture
def home():
    return make_world().home


@pytest.fixture
def shelf(home) -> int:
    hit = search_library(home.viewer("daniel"), LibraryQuery(q="clean water")).hits[0]
    return SearchEntry.objects.unscoped("the test looks").get(entry=hit.entry).pk


def drop(shelf: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM library_words WHERE {KEY} = %s", [shelf])  # noqa: S608 no value


def test_the_index_of_an_untouched_library_is_as_its_entries_are(shelf):
    assert index_check.find_differences() == []
    assert doctor.CHECKS["Search"]()[0] == "ok"


@pytest.mark.parametrize(
    "stray", [drop, lambda shelf: index.index_words(shelf, WORDS)], ids=["gone", "changed"]
)
def test_the_doctor_finds_what_was_changed_and_repairs_it(home, shelf, stray):
    stray(shelf)
    state, sentence = doctor.CHECKS["Search"]()
    assert (state, "in 1 place. Run `trellis doctor --fix`" in sentence) == ("problem", True)
    assert search_library(home.viewer("daniel"), LibraryQuery(q="clean water")).hits == []
    assert index_check.repair_index() == 1
    assert len(search_library(home.viewer("daniel"), LibraryQuery(q="clean water")).hits) == 1
    assert doctor.CHECKS["Search"]()[0] == "ok"


def test_words_of_no_entry_are_found_and_taken_away(shelf):
    index.index_words(shelf + 1000, WORDS)
    assert index_check.find_differences() == [shelf + 1000]
    index_check.repair_index()
    assert index.indexed_ids() == set(
        SearchEntry.objects.unscoped("the test looks").values_list("pk", flat=True)
    )


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="SQLite keeps the texts and the lists of words apart"
)
def test_a_repair_makes_the_lists_of_words_anew_from_the_texts(home, shelf):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE library_words_content SET c0 = 'weather'")
    index_check.repair_index()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO library_words(library_words) VALUES('integrity-check')")
    assert len(search_library(home.viewer("daniel"), LibraryQuery(q="clean water")).hits) == 1
