"""A project goes from one school's teachers into the library and to a second school, and what changed comes back."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.core.community.models import Account, Person, Role, School
from trellis.core.foundation.errors import ActionError
from trellis.design.blueprint.models import Adoption
from trellis.learning.library import forks, services
from trellis.learning.library.facets import LibraryQuery
from trellis.learning.library.models import Edition, Entry, Fork, Offer, SearchEntry
from trellis.learning.library.search import search_library
from trellis.learning.library.search_entries import update_taught_counts
from trellis.learning.projects import design_services, text_versions, tuning_services
from trellis.learning.projects.models import Member, Part, Product, Project, Resource, TuningComment
from world import Side, World, make_world, tie

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
SAID = services.PublicationDetails(licence="CC-BY-SA-4.0", language="en", grade_low=9, grade_high=10)


@pytest.fixture
def world(settings, tmp_path) -> World:
    settings.MEDIA_ROOT = tmp_path
    return make_world()


@pytest.fixture
def home(world) -> Side:
    return world.home


@pytest.fixture
def far(home) -> Person:
    """Lena teaches at a second school of the network, which has adopted the same model."""
    school = School.objects.create(network=home.network, name="Far Hill")
    first = Adoption.objects.unscoped(TEXT).get(school=home.school)
    Adoption.objects.create(school=school, package=first.package)
    lena = Person.objects.create(network=home.network, given_name="Lena", family_name="Ortiz")
    Account.objects.create(username="lena", person=lena)
    tie(lena, Role.TEACHER, school)
    return lena


@pytest.fixture
def shade(home) -> Project:
    """Tomas has designed a project: a question, an entry event, a product, a benchmark and a file."""
    starts = date.today() - timedelta(days=date.today().weekday())
    project = design_services.begin_project(
        home.school, "Shade where we wait", starts, starts + timedelta(days=25), home.tomas
    )
    text_versions.write_part(project, "driving-question", "Where should the city plant?", 0, home.tomas.pk)
    text_versions.write_part(project, "entry-event", "A bus stop in July. Nobody can sit.", 0, home.tomas.pk)
    design_services.write_product(project, None, "A map for the city", "", True, {}, home.tomas.pk)
    step = design_services.StepDetails("Count who waits", starts + timedelta(days=4))
    design_services.write_step(project, None, step, home.tomas.pk)
    design_services.add_resource(
        project, SimpleUploadedFile("stops.csv", b"stop,people\n"), "Bus stops", home.tomas.pk
    )
    return Project.objects.unscoped(TEXT).get(pk=project.pk)


def client(person: Person) -> Client:
    browser = Client()
    browser.force_login(Account.objects.get(person=person))
    return browser


def published(shade: Project, home: Side, **other: object) -> Entry:
    return services.publish_project(shade, SAID, False, home.tomas)


def forked(entry: Entry, far: Person) -> Project:
    school = School.objects.unscoped(TEXT).get(name="Far Hill")
    starts = date.today() + timedelta(days=7 - date.today().weekday())
    return forks.fork_entry(entry, school, starts, far)


def fork_row(project: Project) -> Fork:
    return Fork.objects.unscoped(TEXT).select_related("entry__project", "project").get(project=project)


def test_a_published_project_is_found_by_its_words_and_says_why(home, shade):
    published(shade, home)
    results = search_library(home.viewer("daniel"), LibraryQuery(q="planting bus"))
    (hit,) = results.hits
    assert hit.entry.title == shade.title
    assert [(match.section, match.word) for match in hit.passages] == [
        ("Driving question", "plant"),
        ("Entry event", "bus"),
    ]


def test_filters_combine_and_say_how_many_there_would_be(home, shade):
    published(shade, home)
    viewer = home.viewer("daniel")
    both = search_library(viewer, LibraryQuery(language=("en",), grade=("9",)))
    assert {hit.entry.title for hit in both.hits} == {"Shade where we wait", "Clean water"}
    narrow = search_library(viewer, LibraryQuery(grade=("12",)))
    assert narrow.total == 1  # the world's other project is for grades 9 to 12
    assert {option.value: option.count for option in narrow.facets["grade"]}["9"] == 2
    assert search_library(viewer, LibraryQuery(language=("es",))).total == 0


def test_words_that_no_project_has_together_find_those_that_have_some(home, shade):
    published(shade, home)
    results = search_library(home.viewer("daniel"), LibraryQuery(q="shade volcano"))
    assert results.matches_some_words
    assert [hit.entry.title for hit in results.hits] == ["Shade where we wait"]


def test_nobody_of_another_network_finds_it(world, home, shade):
    published(shade, home)
    assert not search_library(world.other.viewer("ines"), LibraryQuery(q="shade")).hits


def test_a_student_finds_no_library(home):
    assert client(home.amina).get(reverse("library")).status_code == 404


def test_publishing_the_same_words_again_makes_no_edition(home, shade):
    entry = published(shade, home)
    assert published(shade, home).edition == entry.edition == 1
    assert Edition.objects.unscoped(TEXT).filter(entry=entry).count() == 1


def test_without_a_driving_question_it_is_not_published(home):
    project = design_services.begin_project(
        home.school, "An idea", date.today(), date.today() + timedelta(days=9), home.tomas
    )
    with pytest.raises(ActionError, match="driving question"):
        services.publish_project(project, SAID, False, home.tomas)


def test_tuned_means_that_colleagues_were_answered(home, shade):
    with pytest.raises(ActionError, match="2 colleagues"):
        services.publish_project(shade, SAID, True, home.tomas)
    for person in (home.daniel, home.noor):
        tuning_services.add_comment(shade, "wonder", "Who waits at night?", person)
    with pytest.raises(
        ActionError,
        match="Answer your colleagues’ feedback first\\. Then you can mark the project as tuned\\.",
    ):
        services.publish_project(shade, SAID, True, home.tomas)
    for tuning in TuningComment.objects.unscoped(TEXT).filter(project=shade):
        tuning_services.answer_comment(tuning, "We go there at night, too.", home.tomas.pk)
    assert services.publish_project(shade, SAID, True, home.tomas).standing == "tuned"


def test_the_network_vets_an_edition_and_the_next_one_begins_anew(home, shade):
    entry = published(shade, home)
    page = client(home.imani)
    where = reverse("library-entry", args=[entry.pk])
    page.post(where, {"do": "look", "standing": "vetted", "words": "Taught by two of us."})
    entry = Entry.objects.unscoped(TEXT).get(pk=entry.pk)
    assert entry.standing == "vetted"
    text_versions.write_part(shade, "audience", "The parks office", 0, home.tomas.pk)
    assert published(shade, home).standing == "draft"
    assert "Taught by two of us." in page.get(where).text
    assert (
        client(home.daniel).post(where, {"do": "look", "standing": "vetted", "words": "x"}).status_code == 404
    )


def test_nobody_vets_what_they_wrote(home, shade):
    with pytest.raises(ActionError, match="You wrote this project\\. Someone else needs to review it\\."):
        services.review_entry(published(shade, home), "vetted", "Fine.", home.tomas)


def test_a_second_school_makes_it_its_own_with_everything_in_it(home, shade, far):
    where = reverse("library-entry", args=[published(shade, home).pk])
    school = School.objects.unscoped(TEXT).get(name="Far Hill")
    monday = date.today() + timedelta(days=7 - date.today().weekday())
    page = client(far)
    answer = page.post(where, {"do": "fork", "school": school.pk, "starts": monday.isoformat()}, follow=True)
    assert answer.status_code == 200
    project = Project.objects.unscoped(TEXT).get(school=school)
    assert project.driving_question == "Where should the city plant?"
    assert Product.objects.unscoped(TEXT).get(project=project).title == "A map for the city"
    resource = Resource.objects.unscoped(TEXT).get(project=project)
    file = page.get(reverse("project-file", args=[project.pk, resource.pk]))
    assert b"".join(file.streaming_content) == b"stop,people\n"
    assert file["Content-Disposition"].startswith("attachment")
    assert fork_row(project).attribution["authors"] == [{"name": home.tomas.name, "school": home.school.name}]
    assert home.tomas.name in page.get(reverse("project-library", args=[project.pk])).text


def test_what_is_new_comes_down_and_what_the_school_wrote_stays(home, shade, far):
    entry = published(shade, home)
    project = forked(entry, far)
    text_versions.write_part(project, "entry-event", "A hot bus stop in July. Nobody can sit.", 1, far.pk)
    text_versions.write_part(
        shade, "entry-event", "A bus stop in July. Nobody can sit or read.", 1, home.tomas.pk
    )
    published(shade, home)
    page = client(far)
    where = reverse("project-library", args=[project.pk])
    assert "you changed it too; both changes will be saved" in page.get(where).text
    page.post(where, {"do": "update", "edition": "2", "take": ["part:entry-event"]})
    text = Part.objects.unscoped(TEXT).get(project=project, key="entry-event").text
    assert text == "A hot bus stop in July. Nobody can sit or read."
    assert fork_row(project).taken == 2
    assert "of the original project is out" not in page.get(where).text


def test_an_edition_that_came_meanwhile_is_not_taken_over_unseen(home, shade, far):
    entry = published(shade, home)
    project = forked(entry, far)
    text_versions.write_part(shade, "audience", "The parks office", 0, home.tomas.pk)
    published(shade, home)
    with pytest.raises(ActionError, match="newer edition"):
        forks.update_fork(fork_row(project), 3, ["part:audience"], far)


def test_what_a_school_changed_goes_back_up_and_what_followed_is_seen(home, shade, far):
    entry = published(shade, home)
    project = forked(entry, far)
    with pytest.raises(
        ActionError, match="Your project is the same as the original\\. There is nothing to send\\."
    ):
        forks.offer_changes(fork_row(project), "Hello.", far)
    design_services.write_product(project, None, "A poem for the bus", "", False, {}, far.pk)
    client(far).post(
        reverse("project-library", args=[project.pk]), {"do": "offer", "words": "Ours write better alone."}
    )
    page, where = client(home.tomas), reverse("project-library", args=[shade.pk])
    assert "Ours write better alone." in page.get(where).text
    offer = Offer.objects.unscoped(TEXT).get(answered_at=None, fork__project=project)
    key = next(change.key for change in forks.updates_in_offer(_whole(offer)))
    page.post(where, {"do": "answer", "offer": offer.pk, "take": [key], "words": "Thank you."})
    titles = set(Product.objects.unscoped(TEXT).filter(project=shade).values_list("title", flat=True))
    assert titles == {"A map for the city", "A poem for the bus"}
    html = page.get(reverse("library-entry", args=[entry.pk])).text
    assert "1 was added here" in html
    assert "Changed: Product" in html


def _whole(offer: Offer) -> Offer:
    rows = Offer.objects.unscoped(TEXT).select_related("fork__entry__project", "fork__project")
    return rows.get(pk=offer.pk)


def test_a_refused_answer_keeps_what_was_checked_and_another_offer_is_answered_already(home, shade, far):
    project = forked(published(shade, home), far)
    design_services.write_product(project, None, "A poem", "", False, {}, far.pk)
    offer = _whole(forks.offer_changes(fork_row(project), "A poem.", far))
    page, where = client(home.tomas), reverse("project-library", args=[shade.pk])
    shown = page.get(where).text
    assert ("checked" in shown, 'value="A poem."' in shown) == (True, False)
    answer = page.post(where, {"do": "answer", "offer": offer.pk, "words": "x" * 601})
    assert answer.status_code == 422
    assert "The limit is 600 characters." in answer.text
    assert "checked" not in answer.text
    forks.answer_offer(offer, [], "Not this year.", home.tomas)
    answer = page.post(where, {"do": "answer", "offer": offer.pk, "words": "Thank you."})
    assert (answer.status_code, "Someone already answered this." in answer.text) == (422, True)


def test_an_offer_is_answered_once(home, shade, far):
    project = forked(published(shade, home), far)
    design_services.write_product(project, None, "A poem", "", False, {}, far.pk)
    offer = _whole(forks.offer_changes(fork_row(project), "A poem.", far))
    forks.answer_offer(offer, [], "Not this year.", home.tomas)
    with pytest.raises(ActionError, match="Someone already answered this\\. Nothing was changed\\."):
        forks.answer_offer(offer, [], "Thank you.", home.tomas)


def test_a_share_alike_project_is_published_under_the_same_licence(home, shade, far):
    project = forked(published(shade, home), far)
    with pytest.raises(
        ActionError,
        match="The original project has the license CC-BY-SA-4\\.0\\. Publish yours under the same license\\.",
    ):
        services.publish_project(project, services.PublicationDetails("CC0-1.0", "en", 9, 10), False, far)
    entry = services.publish_project(project, SAID, False, far)
    assert entry.source_id is not None
    authors = Edition.objects.unscoped(TEXT).get(entry=entry).authors
    assert [author["name"] for author in authors] == [home.tomas.name, far.name]


def test_what_was_withdrawn_is_found_no_more_and_copies_stay(home, shade, far):
    entry = published(shade, home)
    project = forked(entry, far)
    page = client(home.tomas)
    page.post(reverse("library-entry", args=[entry.pk]), {"do": "withdraw"})
    assert not search_library(home.viewer("daniel"), LibraryQuery(q="shade")).hits
    assert client(far).get(reverse("library-entry", args=[entry.pk])).status_code == 404
    assert client(far).get(reverse("project-library", args=[project.pk])).status_code == 200
    published(shade, home)
    assert search_library(home.viewer("daniel"), LibraryQuery(q="shade")).hits


def test_how_often_it_was_taught_is_counted_where_students_work_in_it(home, shade, far):
    entry = published(shade, home)
    assert SearchEntry.objects.unscoped(TEXT).get(entry=entry).times_run == 0
    Member.objects.create(project=shade, student=home.amina)
    assert update_taught_counts(timezone.now(), None) > 0
    assert SearchEntry.objects.unscoped(TEXT).get(entry=entry).times_run == 1
    html = client(far).get(reverse("library-entry", args=[entry.pk])).text
    assert home.tomas.name in html
    assert "Amina" not in html


@pytest.mark.parametrize(("zone", "times_run"), [("Pacific/Kiritimati", 1), ("Pacific/Pago_Pago", 0)])
def test_project_starts_by_the_schools_clock(home, shade, zone, times_run):
    """At 13:00 UTC it is tomorrow in Kiritimati, 14 hours ahead, and still today in Pago Pago."""
    entry = published(shade, home)
    Member.objects.create(project=shade, student=home.amina)
    now = timezone.now().replace(hour=13)
    School.objects.unscoped(TEXT).update(time_zone=zone)
    Project.objects.unscoped(TEXT).filter(pk=shade.pk).update(starts=now.date() + timedelta(days=1))
    update_taught_counts(now, None)
    assert SearchEntry.objects.unscoped(TEXT).get(entry=entry).times_run == times_run


def test_a_package_goes_out_of_one_school_and_into_another(home, shade, far):
    entry = published(shade, home)
    answer = client(home.daniel).get(reverse("library-package", args=[entry.pk]))
    assert answer["Content-Disposition"] == 'attachment; filename="shade-where-we-wait.zip"'
    school = School.objects.unscoped(TEXT).get(name="Far Hill")
    sent = SimpleUploadedFile("p.zip", answer.content)
    monday = date.today() + timedelta(days=7 - date.today().weekday())
    client(far).post(reverse("library"), {"school": school.pk, "starts": monday.isoformat(), "package": sent})
    project = Project.objects.unscoped(TEXT).get(school=school)
    assert fork_row(project).entry_id == entry.pk
    assert Resource.objects.unscoped(TEXT).get(project=project).file.read() == b"stop,people\n"


def test_a_package_whose_edition_is_no_number_is_taken_without_following_one(home, shade, far):
    entry = published(shade, home)
    school = School.objects.unscoped(TEXT).get(name="Far Hill")
    head = f'format = "trellis-project-1"\nabout = {{entry = "{entry.pk}", edition = inf}}\n'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("project.toml", head + '[project]\ntitle = "Water"\n')
    sent = SimpleUploadedFile("p.zip", out.getvalue())
    client(far).post(reverse("library"), {"school": school.pk, "starts": "2027-01-04", "package": sent})
    assert fork_row(Project.objects.unscoped(TEXT).get(school=school)).entry_id is None


def test_a_broken_package_is_refused_on_the_page_and_nothing_is_made(home, far):
    school = School.objects.unscoped(TEXT).get(name="Far Hill")
    sent = SimpleUploadedFile("p.zip", b"PK broken")
    answer = client(far).post(
        reverse("library"), {"school": school.pk, "starts": "2027-01-04", "package": sent}
    )
    assert answer.status_code == 422
    assert "This zip file has a password or is damaged. Export or copy it again." in answer.text
    assert not Project.objects.unscoped(TEXT).filter(school=school).exists()


def test_a_project_is_a_package_whether_it_is_in_the_library_or_not(home, shade):
    answer = client(home.daniel).get(reverse("project-package", args=[shade.pk]))
    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")
