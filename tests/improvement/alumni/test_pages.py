"""What a principal, a counselor and the network see after graduation."""

from __future__ import annotations

from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from trellis.core.community.models import Link, School
from trellis.improvement.alumni import asking, degree_titles, outcome_tables
from trellis.improvement.alumni.histories import graduates_of
from trellis.improvement.alumni.models import AlumniAnswer, ClearinghouseFile, DegreeTitle
from trellis.improvement.opportunity.models import Rollup

from . import make_files as make

TEXT = "the test looks"


def signed_in(side, name: str) -> Client:
    client = Client()
    client.force_login(side.people[name].account)
    return client


def open_page(side, who: str, name: str, query: str = "") -> str:
    target = side.network if name in ("network-after-graduation", "clearinghouse-files") else side.school
    return " ".join(signed_in(side, who).get(reverse(name, args=[target.pk]) + query).text.split())


def twelve_of_whom_nine_were_found(graduates) -> None:
    graduates.add(12)
    rows = [graduates.fall(f"00{number}") for number in range(1, 10)]
    rows += [graduates.fall(f"00{number}", 2) for number in range(1, 7)]
    graduates.file([*rows, *(make.missing(f"00{number}") for number in range(10, 13))])


def test_ines_sees_the_share_its_interval_and_what_it_would_be_at_most(graduates):
    twelve_of_whom_nine_were_found(graduates)
    page = open_page(graduates.side, "ines", "after-graduation")

    assert "<b>75%</b>" in page  # nine of twelve in the first fall
    assert "at most 100%" in page
    assert "<b>50%</b>" in page  # six in both years
    assert "did not go to college" in page
    assert "year by year" in page


def test_a_small_class_is_not_shown(graduates):
    graduates.add(9)
    graduates.file([graduates.fall(f"00{number}") for number in range(1, 10)])
    page = open_page(graduates.side, "ines", "after-graduation")

    assert "Not enough data (fewer than 10 students)" in page
    assert "at most" not in page.replace("“At most”", "")


def test_before_its_time_a_share_says_not_yet(graduates):
    graduates.class_year += 6
    twelve_of_whom_nine_were_found(graduates)

    assert "Not yet" in open_page(graduates.side, "ines", "after-graduation")


def test_nobody_is_named_beside_an_outcome(graduates):
    twelve_of_whom_nine_were_found(graduates)
    for who, name in (("ines", "after-graduation"), ("imani", "network-after-graduation")):
        page = open_page(graduates.side, who, name)
        assert "INVENTED CITY" not in page
        assert "Family00" not in page


def test_the_opportunities_of_the_last_year_stand_beside_the_shares(graduates):
    side = graduates.side
    graduates.add(12)
    for facet, level, counted, total in (
        ("all", "all", 80, 40),
        ("grade", "12", 40, 30),
        ("grade", "11", 40, 10),
    ):
        Rollup.objects.create(
            network=side.network,
            school=side.school,
            year=graduates.class_year,
            measure="internship-hours",
            facet=facet,
            level=level,
            students=counted,
            recorded=counted,
            counted=counted,
            base=counted,
            total=total,
            squares=total,
        )
    page = open_page(side, "ines", "after-graduation")

    assert "Completed an internship" in page
    assert "<b>75%</b>" in page


def test_of_two_groups_neither_is_shown_where_the_other_is_small(graduates):
    schoolings = graduates.add(15)
    for schooling in schoolings[:5]:
        schooling.ever_learner = True
        schooling.save()
    graduates.file([graduates.fall(f"00{number}") for number in range(1, 16)])
    rows = outcome_tables.group_rows(graduates_of(graduates.side.network, graduates.side.school))

    assert [bool(row.hidden) for _name, group in rows for row in group] == [True, True]


def test_a_small_school_can_not_be_worked_out_from_the_others_and_the_total(graduates):
    side = graduates.side
    names = {side.school.pk: "Big"}
    graduates.add(30)
    for number, (size, prefix) in enumerate(((4, "80"), (20, "70"))):
        school = School.objects.create(network=side.network, name=f"School {number}")
        names[school.pk] = school.name
        graduates.add(size, school, prefix)
    rows = outcome_tables.network_rows(graduates_of(side.network), names)[1][graduates.class_year]

    assert [bool(row.hidden) for row in rows] == [False, True, True]
    assert "Hidden to protect" in rows[2].hidden


def test_imani_uploads_a_file_reads_its_numbers_and_imports_it(graduates):
    graduates.add(12)
    side = graduates.side
    imani = signed_in(side, "imani")
    content = make.return_file([graduates.fall("001"), make.missing("002"), make.missing("77")])
    upload = {"do": "upload", "file": SimpleUploadedFile(make.NAME, content)}
    preview = imani.post(reverse("clearinghouse-files", args=[side.network.pk]), upload, follow=True)

    assert "This is what the file adds" in preview.text
    assert "<code>77</code>" in preview.text
    address = preview.redirect_chain[-1][0]
    assert "This file was imported" in imani.post(address, {"do": "confirm"}, follow=True).text
    assert make.NAME in open_page(side, "imani", "clearinghouse-files")

    removed = imani.post(address, {"do": "undo"}, follow=True)
    assert "The file was removed" in removed.text
    assert not ClearinghouseFile.objects.unscoped(TEXT).exists()


def test_imani_says_what_a_title_means(graduates):
    graduates.add(1)
    row = graduates.file([make.degree("001", f"{graduates.class_year + 2}0601", "LAUREA")])
    imani, address = signed_in(graduates.side, "imani"), row.get_absolute_url()

    assert "Degrees that Trellis could not read" in imani.get(address).text
    imani.post(address, {"do": "titles", degree_titles.field_name("laurea"): "bachelor"})
    assert "Degrees that Trellis could not read" not in imani.get(address).text
    assert DegreeTitle.objects.unscoped(TEXT).filter(title="laurea", level="bachelor").exists()


def test_a_bad_upload_says_so_beside_the_field(graduates):
    side = graduates.side
    upload = {"do": "upload", "file": SimpleUploadedFile("report.pdf", b"%PDF-1.7")}
    response = signed_in(side, "imani").post(reverse("clearinghouse-files", args=[side.network.pk]), upload)

    assert response.status_code == 422
    assert "This is not a CSV file." in response.text


def test_the_network_sees_a_schools_own_file_only_as_sums(graduates):
    side = graduates.side
    graduates.add(1)
    row = graduates.file([graduates.fall("001")], school=side.school)

    assert signed_in(side, "imani").get(row.get_absolute_url()).status_code == 404
    assert signed_in(side, "noor").get(row.get_absolute_url()).status_code == 200
    assert signed_in(side, "daniel").get(row.get_absolute_url()).status_code == 404


def ask_page(graduates) -> str:
    return reverse("alumni", args=[graduates.side.school.pk]) + f"?class={graduates.class_year}"


def test_noor_asks_a_class_once_a_year(graduates):
    graduates.class_year += 6
    graduates.add(4)
    noor, press = signed_in(graduates.side, "noor"), {"do": "ask-class", "class_year": graduates.class_year}

    assert "2 people were asked." in noor.post(ask_page(graduates), press, follow=True).text
    assert [message.to for message in mail.outbox] == [["001@example.org"], ["003@example.org"]]
    assert "/alumni/" in mail.outbox[0].body
    noor.post(ask_page(graduates), press)
    assert len(mail.outbox) == 2


def test_who_has_no_address_gets_the_link_by_hand(graduates):
    graduates.class_year += 6
    schooling = graduates.add(2)[1]
    response = signed_in(graduates.side, "noor").post(
        ask_page(graduates), {"do": "ask", "graduate": schooling.pk}
    )

    assert response.status_code == 200
    assert "/alumni/" in response.text
    assert "<svg" in response.text  # the QR code
    assert Link.objects.unscoped(TEXT).filter(about_id=schooling.pk).count() == 1


def test_nobody_asks_for_a_graduate_of_another_school(graduates):
    other = School.objects.create(network=graduates.side.network, name="Harbor High")
    schooling = graduates.add(1, other)[0]
    response = signed_in(graduates.side, "noor").post(
        ask_page(graduates), {"do": "ask", "graduate": schooling.pk}
    )
    assert response.status_code == 404


def test_an_answer_is_read_by_name_only_where_its_writer_agreed(graduates):
    graduates.class_year += 6
    first, second = graduates.add(2)
    for schooling, agreed in ((first, True), (second, False)):
        AlumniAnswer.objects.create(
            student=schooling.student,
            school=schooling.school,
            doing=["work"],
            words=f"Words of {schooling.student.identifier}.",
            share_name=agreed,
            answered_at=schooling.created,
        )
    page = open_page(graduates.side, "ines", "alumni", f"?class={graduates.class_year}")

    assert "Words of 001." in page
    assert "Words of 002." not in page
    assert page.count("Answered") == 2


def test_ten_answers_are_counted_and_nine_are_not(graduates):
    schoolings = graduates.add(10)
    for place, schooling in enumerate(schoolings):
        page = open_page(graduates.side, "ines", "after-graduation")
        assert "10 or more graduates have answered" in page
        AlumniAnswer.objects.create(
            student=schooling.student,
            school=schooling.school,
            doing=["college", "work"] if place < 4 else ["work"],
            answered_at=schooling.created,
        )
    page = open_page(graduates.side, "ines", "after-graduation")
    assert "10 graduates answered" in page
    assert '<th scope="row">College</th> <td class="n">40%</td>' in page


def test_who_is_in_no_file_is_said(graduates):
    graduates.add(13)
    graduates.file([graduates.fall(f"00{number}") for number in range(1, 12)])

    assert "2 not in a file" in open_page(graduates.side, "ines", "after-graduation")


def test_where_all_graduates_are_in_one_group_there_is_one_table(graduates):
    twelve_of_whom_nine_were_found(graduates)

    assert "Never English learners" not in open_page(graduates.side, "ines", "after-graduation")


def test_two_presses_at_once_ask_once(graduates):
    schoolings = graduates.add(2)
    side, school = graduates.side, graduates.side.school
    lines = asking.graduates_in_class(
        side.viewer("noor"), school, graduates.class_year
    )  # both saw the same page
    address = "https://x.org/alumni/{}/".format

    assert [asking.ask_class(lines, side.noor.pk, address) for _press in range(2)] == [1, 0]
    assert Link.objects.unscoped(TEXT).filter(about_id__in=[row.pk for row in schoolings]).count() == 1
