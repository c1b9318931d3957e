"""The sheets of every page are served as one."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.management import call_command

from trellis.web.shell.static_storage import IMPORT, JOINED


def collected(settings, folder: Path) -> str:
    settings.STATIC_ROOT = folder
    backend = {"BACKEND": "trellis.web.shell.static_storage.OneSheetStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": backend}
    call_command("collectstatic", interactive=False, verbosity=0)
    (sheet,) = folder.glob("shell/css/every-page.*.css")
    return sheet.read_text()


def test_each_sheet_stands_in_the_joined_one_in_its_order(settings, tmp_path):
    sheet = collected(settings, tmp_path)
    names = IMPORT.findall(Path(finders.find(JOINED)).read_text())
    texts = [Path(finders.find(f"shell/css/{name}")).read_text() for name in names]
    assert len(texts) > 10
    assert [sheet.index(text) for text in texts] == sorted(sheet.index(text) for text in texts)
    assert "@import" not in sheet


def test_a_server_that_starts_again_joins_the_sheets_anew(settings, tmp_path):
    assert collected(settings, tmp_path) == collected(settings, tmp_path)
