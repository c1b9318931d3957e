"""What Trellis says is found, handed out as a sheet, checked, taken back and shown; nothing broken is ever shown."""

import csv
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from trellis.cli import main
from trellis.core.foundation import catalogs as compiled
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.languages import ui_language
from trellis.web.shell.words import catalogs, sheets, source_sentences
from trellis.web.shell.words.catalogs import LanguageCatalog
from trellis.web.shell.words.source_sentences import SourceSentence
from trellis.web.shell.words.translation_faults import translation_faults, translation_problems

DAYS = SourceSentence("%(n)d day waits", "%(n)d days wait", "", "page.html")
HELLO = SourceSentence("Good morning, %(name)s", "", "", "page.html")
KEEP = SourceSentence("Keep", "", "", "page.html")


@pytest.fixture
def book(tmp_path, monkeypatch) -> LanguageCatalog:
    spanish = LanguageCatalog("es", tmp_path / "es" / compiled.CATALOG_FILE, [DAYS, HELLO, KEEP])
    monkeypatch.setattr(sheets, "language_catalogs", lambda _language: [spanish])
    return spanish


def test_python_pages_terms_models_and_engines_are_all_found():
    sentences = {
        (sentence.context, sentence.text): sentence for sentence in source_sentences.trellis_sentences()
    }
    assert sentences["", "Good morning, %(name)s"].place == "web/shell/days/clock.py"
    assert sentences["", "%(n)d day"].plural == "%(n)d days"
    assert sentences["", "Gradebook"].place.endswith("gradebook.html")
    assert sentences["term", "advisory"].plural == "advisories"
    assert ("", "Coal mining") in sentences


def test_only_what_the_libraries_have_no_words_for_is_asked_of_a_translator():
    assert not {sentence.text for sentence in source_sentences.library_sentences("es")} & {
        "January",
        "This field is required.",
    }
    assert {"January", "This field is required."} <= {
        sentence.text for sentence in source_sentences.library_sentences("ht")
    }


@pytest.mark.parametrize(
    ("sentence", "forms", "message"),
    [
        (KEEP, (), "has no translation"),
        (KEEP, ("",), "has no translation"),
        (HELLO, ("Buenos días",), "is missing %(name)s"),
        (HELLO, ("Buenos días, %(nombre)s",), "is missing %(name)s"),
        (KEEP, ("Guardar %(x)s",), "has %(x)s, but the sentence does not"),
        (KEEP, ("<b>Guardar</b>",), "different tags"),
        (KEEP, ("Guardar\n",), "line break"),
        (DAYS, ("%(n)d día",), "needs 2 forms and has 1"),
        (DAYS, ("%(n)d día", ""), "needs 2 forms and has 1"),
        (DAYS, ("un día", "días"), "is missing %(n)d"),
    ],
)
def test_what_is_missing_or_broken_is_said(sentence, forms, message):
    assert any(message in reason for reason in translation_problems(sentence, forms, 2))


def test_one_of_something_may_be_said_by_its_word_alone():
    assert not list(translation_problems(DAYS, ("Un día espera", "%(n)d días esperan"), 2))


@given(st.text(max_size=40))
def test_the_sentence_itself_is_never_broken(text):
    sentence = SourceSentence(text, "", "", "")
    assert not text or not list(translation_problems(sentence, (text,), 1))


def test_a_catalog_follows_the_pages_and_keeps_what_people_wrote(book):
    old = Catalog(locale="es")
    old.add("Keep", "Guardar")
    old.add("Gone since", "Ya no")
    catalogs.write_catalog(book, old)
    catalogs.write_catalog(book, catalogs.update_catalog(book))
    with book.path.open("rb") as file:
        now = read_po(file, locale="es")
    assert now.get("Keep").string == "Guardar"
    assert now.get("Gone since") is None
    assert [fault.sentence for fault in translation_faults(book, now)] == [DAYS, HELLO]


def test_a_sheet_goes_out_and_comes_back_with_a_persons_words(book, tmp_path):
    sheet = tmp_path / "sheet.csv"
    assert sheets.write_sheet("es", sheet) == 3
    with sheet.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    rows[0] |= {"translation 1": "%(n)d día espera", "translation 2": "%(n)d días esperan"}
    rows[1]["translation 1"] = "Buenos días"
    rows[2]["translation 1"] = "Guardar"
    with sheet.open("w", newline="", encoding="utf-8-sig") as file:
        out = csv.DictWriter(file, rows[0])
        out.writeheader()
        out.writerows(rows)
    changed, refused = sheets.import_sheet("es", sheet)
    assert changed == 2
    assert refused == ["“Good morning, %(name)s” is missing %(name)s"]
    assert sheets.import_sheet("es", sheet)[0] == 0
    assert sheets.write_sheet("es", sheet, only_open=True) == 1


@pytest.mark.parametrize("body", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00a", b'sentence,plural\n"x'])
def test_a_file_that_is_no_sheet_is_refused_and_nothing_is_written(book, tmp_path, body):
    path = tmp_path / "x.csv"
    path.write_bytes(body)
    with pytest.raises(ActionError):
        sheets.import_sheet("es", path)
    assert not book.path.exists()


def test_what_is_fuzzy_is_not_shown_and_what_is_stale_is_made_anew(tmp_path):
    path = tmp_path / "es" / compiled.CATALOG_FILE
    path.parent.mkdir(parents=True)
    catalog = Catalog(locale="es")
    catalog.add("Keep", "Guardar")
    catalog.add("Close", "Cerrar?", flags={"fuzzy"})
    with path.open("wb") as file:
        write_po(file, catalog)
    assert compiled.compile_stale_catalogs([tmp_path]) == 1
    assert compiled.compile_stale_catalogs([tmp_path]) == 0
    content = path.with_suffix(".mo").read_bytes()
    assert b"Guardar" in content
    assert b"Cerrar" not in content


def test_a_schools_own_corrections_stand_before_what_trellis_says(tmp_path):
    places = compiled.catalog_folders(Path("package"), tmp_path)
    assert places[:2] == [tmp_path / "locale", Path("package/locale")]


def test_the_command_refuses_a_language_that_nobody_said():
    answer = CliRunner().invoke(main, ["words", "check", "tlh"])
    assert answer.exit_code == 2


@pytest.mark.parametrize(
    ("language", "read"),
    [("es", "es"), ("es-MX", "es"), ("AR", "ar"), ("tlh", "en"), ("", "en"), (None, "en"), ("../../x", "en")],
)
def test_a_person_reads_the_nearest_language_that_the_screen_has(language, read):
    assert ui_language(language) == read


def test_a_language_is_offered_once_its_catalog_is_there(tmp_path):
    path = tmp_path / "zh_Hans" / compiled.CATALOG_FILE
    assert not compiled.has_catalog("zh-hans", [tmp_path])
    path.parent.mkdir(parents=True)
    path.touch()
    assert compiled.has_catalog("zh-hans", [tmp_path])


@pytest.mark.parametrize("language", compiled.LANGUAGES[1:])
def test_every_sentence_of_a_catalog_is_translated_and_whole(language):
    catalog_faults = [
        fault
        for each in catalogs.language_catalogs(language)
        for fault in translation_faults(each, catalogs.read_catalog(each))
    ]
    assert "\n".join(map(str, catalog_faults)) == ""


def test_what_is_compiled_can_be_read_by_whoever_can_read_its_source(tmp_path):
    source = tmp_path / "es" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_bytes(b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n')
    source.chmod(0o644)
    compiled.compile_stale_catalogs([tmp_path])
    assert source.with_suffix(".mo").stat().st_mode & 0o777 == 0o644


def test_make_install_only_runs_commands_that_trellis_has():
    makefile = Path("Makefile").read_text()
    recipe = makefile.split("install: ")[1].split("\n\n")[0]
    for line in re.findall(r"/trellis (.+)", recipe):
        run = CliRunner().invoke(main, line.split())
        assert run.exit_code == 0, run.output
