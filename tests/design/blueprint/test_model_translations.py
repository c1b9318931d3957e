"""A network translates the sentences of its models, and its schools read them."""

from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from model_pages import browser, post, publish, side_without_drafts

from trellis.core.foundation.csv_export import ExportWriter, read_export
from trellis.core.translations.translation_services import text_digest
from trellis.design.blueprint.selectors import current_adoption, package_for_school
from trellis.design.blueprint.services.sentences import save_translations
from trellis.design.blueprint.wording import wording_of
from trellis.design.frameworks.models import Outcome
from world import Side

pytestmark = pytest.mark.django_db


@pytest.fixture
def side() -> Side:
    return side_without_drafts()


def translations(side: Side, query: str = "language=es") -> str:
    return f"{reverse('model-translations', args=[side.network.pk])}?{query}"


def prompt_at(side: Side, language: str) -> str:
    """The first section of a learning plan, as somebody at the school reads it."""
    with translation.override(language):
        return wording_of(side.school.pk).package.plan.sections[0].title


def test_a_school_reads_the_networks_words_then_the_catalogs_then_the_original(side):
    title = package_for_school(side.school.pk).plan.sections[0].title
    from_catalog = prompt_at(side, "es")
    assert from_catalog != title
    imani, field = browser(side, "imani"), f"words-{text_digest(title)}"
    page = imani.get(translations(side, "language=es&part=plan")).content.decode()
    assert title in page
    assert from_catalog in page
    post(imani, translations(side), do="translate", **{field: "Lo que nos mueve"})
    assert prompt_at(side, "es") == "Lo que nos mueve"
    assert prompt_at(side, "en") == title
    post(imani, translations(side), do="translate", **{field: ""})
    assert prompt_at(side, "es") == from_catalog
    package = publish(side, {f"plan/sections/{side_section(side)}": {"title": "What moves us now"}})
    page = imani.get(reverse("model-version", args=[package.pk]) + "?at=plan", HTTP_ACCEPT_LANGUAGE="es")
    assert "What moves us now" in page.content.decode()


def side_section(side: Side) -> str:
    return package_for_school(side.school.pk).plan.sections[0].key


def test_a_sentence_of_a_draft_that_nobody_translated_is_open_until_it_comes_back_in_a_spreadsheet(side):
    publish(side, {f"plan/sections/{side_section(side)}": {"title": "What moves us now"}})
    imani = browser(side, "imani")
    assert open_sentences_of_plan(side) == 1
    file = reverse("model-translations-file", args=[side.network.pk])
    sheet = imani.get(f"{file}?language=es&open=1&part=plan")
    (row,) = read_export(sheet.content.decode("utf-8-sig").splitlines(keepends=True))
    assert row["sentence"] == "What moves us now"
    assert row["where"].startswith("Learning plan")
    filled = SimpleUploadedFile("es.csv", sheet_with(row | {"translation": "=Lo que nos mueve"}))
    post(imani, translations(side), do="sheet", file=filled)
    assert open_sentences_of_plan(side) == 0
    assert "=Lo que nos mueve" in imani.get(translations(side, "language=es&part=plan")).content.decode()
    broken = imani.post(translations(side), {"do": "sheet", "file": SimpleUploadedFile("x.csv", b"a,b\n1,2")})
    assert broken.status_code == 422


def open_sentences_of_plan(side: Side) -> int:
    """How many sentences of learning plans have no translation into Spanish, as the designer's page counts them."""
    work = browser(side, "imani").get(translations(side)).context["work"]
    return next(count for part, _title, count in work.parts if part == "plan")


def sheet_with(row: dict[str, str]) -> bytes:
    """A spreadsheet with one row."""
    text = StringIO()
    ExportWriter(text).writerows([row.keys(), row.values()])
    return text.getvalue().encode()


def test_two_translators_of_one_sentence_see_both_texts_and_of_two_sentences_lose_nothing(side):
    first, second = (section.title for section in package_for_school(side.school.pk).plan.sections[:2])
    fields = [f"words-{text_digest(text)}" for text in (first, second)]
    shown = {f"shown-{field}": "" for field in fields}
    imani = browser(side, "imani")
    post(imani, translations(side), do="translate", **shown, **{fields[0]: "Uno", fields[1]: ""})
    post(imani, translations(side), do="translate", **shown, **{fields[0]: "", fields[1]: "Dos"})
    page = imani.get(translations(side, "language=es&part=plan")).content.decode()
    assert "Uno" in page
    assert "Dos" in page
    conflict = imani.post(translations(side), {"do": "translate", **shown, fields[0]: "Un", fields[1]: "Dos"})
    assert conflict.status_code == 409
    assert "Uno" in conflict.content.decode()


def test_outcomes_are_read_in_the_networks_words_too(side):
    """Their rows know no network; whoever opens the page has one."""
    goal = side.rows["Goal"]
    goal.outcome = Outcome.objects.get(framework__packages=current_adoption(side.school.pk).package)
    goal.save()
    title = goal.outcome.title
    save_translations(side.network, "es", {title: "Pensar con razones"}, side.imani.pk)
    plan = reverse("plan", args=[side.amina.pk])
    assert "Pensar con razones" not in browser(side, "daniel").get(plan).content.decode()
    side.daniel.language = "es"
    side.daniel.save()
    assert "Pensar con razones" in browser(side, "daniel").get(plan).content.decode()
