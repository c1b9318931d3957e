"""From a return file to the page of a class; and a graduate who answers on a phone, in Arabic."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from browser.test_every_page import PHONE, come_in
from improvement.alumni import make_files as make
from improvement.alumni.conftest import Graduates
from trellis.core.community import links
from trellis.improvement.alumni.asking import LINK_PURPOSE
from trellis.improvement.alumni.models import AlumniAnswer, ClearinghouseFile
from trellis.improvement.alumni.persistence import class_of
from world import Side, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def graduates(settings, tmp_path) -> Graduates:
    settings.MEDIA_ROOT = tmp_path
    side: Side = make_world().home
    ClearinghouseFile.objects.unscoped("the test begins without files").all().delete()
    return Graduates(side, class_of(timezone.localdate()) - 7)


def test_imani_imports_a_file_and_ines_reads_the_class(page_with, live_server, graduates, axe):
    graduates.add(12)
    rows = [graduates.fall(f"00{number}") for number in range(1, 10)]
    rows.append(make.degree("001", f"{graduates.class_year + 2}0601", "LAUREA PRIMA"))
    file = make.return_file([*rows, *(make.missing(f"00{number}") for number in range(10, 13))])
    imani = page_with()
    come_in(imani, live_server, graduates.side.imani.account.username)
    imani.goto("/")
    imani.get_by_role("link", name="After graduation", exact=True).first.click()
    axe(imani)
    imani.get_by_role("link", name="Clearinghouse files").click()
    name = make.NAME.replace("20251114", f"{timezone.localdate():%Y%m%d}")
    imani.get_by_label("Student detail report").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": file}
    )
    imani.get_by_role("button", name="Check file").click()
    expect(imani.get_by_role("row", name="Graduates found at a college")).to_contain_text("9")
    axe(imani)
    imani.get_by_label("laurea prima").select_option(label="Bachelor’s degree")
    imani.get_by_role("button", name="Save", exact=True).click()
    expect(imani.get_by_label("laurea prima")).to_have_count(0)
    imani.get_by_role("button", name="Import", exact=True).click()
    expect(imani.get_by_role("heading", level=1)).to_have_text("This file was imported")

    ines = page_with()
    come_in(ines, live_server, graduates.side.ines.account.username)
    ines.goto("/")
    ines.get_by_role("link", name="After graduation", exact=True).first.click()
    expect(ines.get_by_role("row", name=str(graduates.class_year)).first).to_contain_text("75%")
    axe(ines)


def test_a_graduate_answers_by_the_link_on_a_phone_in_arabic_and_says_stop(page_with, graduates, axe):
    lena = graduates.add(1)[0]
    lena.student.language = "ar"
    lena.student.save()
    token = links.issue_link(LINK_PURPOSE, lena.pk, lena.student, 800, graduates.side.noor.pk)
    phone = page_with(viewport=PHONE)
    phone.goto(reverse("alumni-link", args=[token]))
    assert phone.evaluate("document.dir") == "rtl"
    axe(phone)
    for doing in ("college", "work"):
        phone.locator(f"[name=doing][value={doing}]").check()
    phone.locator("[name=words]").fill("أدرس وأعمل.")
    phone.locator("[name=share_name]").check()
    phone.locator("button.primary").click()
    phone.locator(".messages, [role=status]").first.wait_for()
    expect(phone.locator("[name=words]")).to_have_value("أدرس وأعمل.")
    answers = AlumniAnswer.objects.unscoped("the test looks").filter(student=lena.student)
    assert answers.get().doing == ["college", "work"]

    phone.locator("details.card > summary").click()
    phone.locator("details.card button").click()
    phone.locator("p.callout").wait_for()
    assert (answers.get().share_name, answers.get().words) == (False, "أدرس وأعمل.")
