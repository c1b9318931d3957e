"""From one school's change to a new version of the model that another school takes up, through the pages."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from model_pages import adapt, browser, post, publish, side_without_drafts, weeks

from trellis.assessment.evidence.models import Score
from trellis.core.community.models import School
from trellis.design.blueprint.models import (
    Adoption,
    ChangeProposal,
    ModelPackage,
    PackageDraft,
    UnfinishedAdaptation,
)
from trellis.design.blueprint.selectors import (
    current_adoption,
    package_body,
    package_for_school,
    planned_adoption,
)
from trellis.design.blueprint.services.adoption import adopt_package
from world import Side

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
WEEKS = ("calendar", "cycles", "weeks")


@pytest.fixture
def side() -> Side:
    return side_without_drafts()


def test_a_school_changes_what_is_its_own_and_says_why(side):
    adapt(side)
    assert package_for_school(side.school.pk).calendar.cycles.weeks == 11
    page = browser(side, "ines").get(reverse("school-model", args=[side.school.pk])).content.decode()
    assert "Our families asked for longer terms." in page
    assert side.ines.name in page


def test_a_change_needs_a_reason(side):
    address = reverse("school-model-place", args=[side.school.pk, "calendar/cycles"])
    response = browser(side, "ines").post(
        address, {"do": "save", "value-weeks": "11", "value-count": "4", "reason": ""}
    )
    assert response.status_code == 422
    assert "Enter the reason for this change." in response.content.decode()


def test_what_is_locked_cannot_be_changed_and_says_whom_to_ask(side):
    address = reverse("school-model-place", args=[side.school.pk, "outcomes"])
    page = browser(side, "ines").get(address).content.decode()
    assert side.imani.name in page
    assert 'name="value-title"' not in page


def test_what_does_not_hold_together_yet_waits_and_is_not_lost(side):
    """Longer exhibitions need longer steps: the second change makes both hold."""
    ines = browser(side, "ines")
    kind = package_for_school(side.school.pk).exhibition.kinds[0]
    at, step = f"exhibition/kinds/{kind.key}", kind.steps[0]
    address = reverse("school-model-place", args=[side.school.pk, at])
    shown = ines.get(address).context["actions"].save
    fields = {field.html_name: field.value() for field in shown if field.value() not in (None, False)}
    post(
        ines,
        address,
        **fields | {"do": "save", "value-minutes": str(kind.minutes + 5), "reason": "More talk."},
    )
    page = ines.get(reverse("school-model", args=[side.school.pk])).content.decode()
    assert "Unfinished: this change is not in force yet" in page
    assert package_for_school(side.school.pk).exhibition.kinds[0].minutes == kind.minutes
    more = {"value-title": step.title, "value-minutes": str(step.minutes + 5), "reason": "More talk."}
    slots = package_for_school(side.school.pk).calendar.exhibitions
    for slot in (slot for slot in slots if slot.kind == kind.key):
        slot_at = reverse("school-model-place", args=[side.school.pk, f"calendar/exhibitions/{slot.key}"])
        slot_fields = {
            "value-kind": slot.kind,
            "value-when": slot.when,
            "value-minutes": str(slot.minutes + 5),
        }
        post(ines, slot_at, **slot_fields | {"do": "save", "reason": "More talk."})
    post(
        ines,
        reverse("school-model-place", args=[side.school.pk, f"{at}/steps/{step.key}"]),
        do="save",
        **more,
    )
    assert package_for_school(side.school.pk).exhibition.kinds[0].minutes == kind.minutes + 5
    assert not UnfinishedAdaptation.objects.unscoped(TEXT).filter(school=side.school).exists()
    reasons = current_adoption(side.school.pk).reasons
    assert {reason["text"] for reason in reasons.values()} == {"More talk."}
    assert reasons.keys() == current_adoption(side.school.pk).changes.keys()


def test_a_change_is_taken_back(side):
    before = package_for_school(side.school.pk).calendar.cycles.weeks
    adapt(side)
    post(
        browser(side, "ines"),
        reverse("school-model", args=[side.school.pk]),
        do="revert",
        path=".".join(WEEKS),
    )
    assert package_for_school(side.school.pk).calendar.cycles.weeks == before
    ended = Adoption.objects.unscoped(TEXT).filter(school=side.school).exclude(ends=None)
    assert any(row.reasons for row in ended)  # the reason stays with what has ended


def test_a_draft_with_a_problem_is_not_published(side):
    imani = browser(side, "imani")
    base = current_adoption(side.school.pk).package
    draft = post(imani, reverse("models", args=[side.network.pk]), do="start", package=base.pk)
    at = draft.rstrip("/").rpartition("/")[2]
    cycles = reverse("model-draft-place", args=[at, "calendar/cycles"])
    post(imani, cycles, **{"do": "save", "value-weeks": "600", "value-count": "4"})
    page = imani.get(draft).content.decode()
    assert "Calendar › Terms › Weeks in a term" in page
    assert "is 600; write a number that is at most 60" in page
    response = imani.post(draft, {"do": "publish", "version": "1.1.0"})
    assert response.status_code == 422
    post(imani, cycles, **{"do": "save", "value-weeks": "10", "value-count": "4"})
    assert (
        imani.post(draft, {"do": "publish", "version": "1.0.0"}).status_code == 422
    )  # not later than the last
    post(imani, draft, do="publish", version="1.1.0")
    assert (
        package_body(ModelPackage.objects.get(version="1.1.0", network=side.network)).calendar.cycles.weeks
        == 10
    )


def test_a_download_imports_again_as_it_was(side):
    imani = browser(side, "imani")
    base = current_adoption(side.school.pk).package
    models = reverse("models", args=[side.network.pk])
    draft = post(imani, models, do="start", package=base.pk)
    content = imani.get(f"{draft}file/").content
    file = SimpleUploadedFile("model.zip", content, "application/zip")
    post(imani, models, do="import", file=file)
    first, second = PackageDraft.objects.unscoped(TEXT).order_by("created")
    assert first.body == second.body
    for broken in (b"no zip", content[:200]):
        response = imani.post(
            models, {"do": "import", "file": SimpleUploadedFile("x.zip", BytesIO(broken).read())}
        )
        assert response.status_code == 422


def test_a_new_version_changes_nothing_until_its_day(side):
    adapt(side)
    package = publish(side, {"calendar/week": {"starts": "09:15"}})
    address = reverse("model-upgrade", args=[side.school.pk, package.pk])
    page = browser(side, "ines").get(address)
    assert [part.standing for part in page.context["page"].choosable] == ["both"]
    assert page.context["page"].undecided == []  # other lines of one part: both changes fit
    day = (timezone.localdate() + timedelta(days=200)).isoformat()
    post(browser(side, "ines"), address, do="schedule", starts=day, **{"choice-calendar": "blend"})
    assert package_for_school(side.school.pk).calendar.week.starts != "09:15"
    planned = planned_adoption(side.school.pk)
    assert planned.package == package
    (present,) = Adoption.objects.current().unscoped(TEXT).filter(school=side.school)
    assert present != planned
    assert planned.changes == {".".join(WEEKS): 11}
    assert planned.reasons[".".join(WEEKS)]["text"] == "Our families asked for longer terms."


def test_where_both_changed_one_place_the_school_has_to_decide(side):
    adapt(side)
    package = publish(side, {"calendar/cycles": {"weeks": "9" if weeks(side) != 9 else "8"}})
    address = reverse("model-upgrade", args=[side.school.pk, package.pk])
    ines, today = browser(side, "ines"), timezone.localdate().isoformat()
    response = ines.post(address, {"do": "schedule", "starts": today})
    assert response.status_code == 422
    side_field = {"side-" + ".".join(WEEKS): "theirs"}
    post(ines, address, do="schedule", starts=today, **{"choice-calendar": "blend"} | side_field)
    assert (
        package_for_school(side.school.pk).calendar.cycles.weeks
        == package_body(package).calendar.cycles.weeks
    )


def test_one_schools_change_becomes_a_version_that_another_takes_up(side):
    neighbor = School.objects.create(network=side.network, name="Lakeside")
    adopt_package(neighbor, current_adoption(side.school.pk).package)
    adapt(side)
    imani = browser(side, "imani")
    page = imani.get(reverse("adaptations", args=[side.network.pk]))
    (row,) = page.context["adaptations"].rows
    post(
        imani,
        reverse("adaptations", args=[side.network.pk]),
        do="propose",
        adoption=row.adoption.pk,
        path=row.adaptation.path,
    )
    models = reverse("models", args=[side.network.pk])
    draft_at = post(imani, models, do="start", package=row.adoption.package_id)
    draft = PackageDraft.objects.unscoped(TEXT).get()
    proposal = ChangeProposal.objects.unscoped(TEXT).get()
    post(imani, models, do="accept", proposal=proposal.pk, draft=draft.pk)
    assert imani.post(models, {"do": "accept", "proposal": proposal.pk, "draft": draft.pk}).status_code == 422
    post(imani, draft_at, do="publish", version="1.1.0")
    package = ModelPackage.objects.get(version="1.1.0", network=side.network)
    assert package_body(package).calendar.cycles.weeks == 11
    assert side.ines.name in package.notes["calendar"]
    assert side.school.name in package.notes["calendar"]
    adopt_package(neighbor, package)
    assert package_for_school(neighbor.pk).calendar.cycles.weeks == 11


def test_two_designers_at_one_table_lose_nothing(side):
    imani = browser(side, "imani")
    base = current_adoption(side.school.pk).package
    draft = post(imani, reverse("models", args=[side.network.pk]), do="start", package=base.pk)
    at = reverse("model-draft-place", args=[draft.rstrip("/").rpartition("/")[2], "calendar/cycles"])
    shown = {"shown-value-weeks": str(weeks(side)), "shown-value-count": "4"}
    count = package_body(base).calendar.cycles.count
    shown["shown-value-count"] = str(count)
    first = {"do": "save", "value-weeks": "7", "value-count": str(count), **shown}
    post(imani, at, **first)
    other_field = {"do": "save", "value-weeks": str(weeks(side)), "value-count": "3", **shown}
    post(imani, at, **other_field)
    cycles = PackageDraft.objects.unscoped(TEXT).get().body["calendar"]["cycles"]
    assert (cycles["weeks"], cycles["count"]) == (7, 3)
    same_field = {"do": "save", "value-weeks": "6", "value-count": "3", **shown}
    response = imani.post(at, same_field)
    assert response.status_code == 409
    assert PackageDraft.objects.unscoped(TEXT).get().body["calendar"]["cycles"]["weeks"] == 7


def test_after_a_new_version_the_gradebook_still_opens(side):
    """The pages that show levels have outcomes of two versions before them; what was scored stays as it was."""
    before = Score.objects.unscoped(TEXT).values_list("outcome", "level")
    scores = sorted(map(str, before))
    package = publish(side, {"calendar/cycles": {"weeks": "9" if weeks(side) != 9 else "8"}})
    adopt_package(side.school, package)
    key = package_body(package).rubrics.rubrics[0].criteria[0].outcome
    tomas = browser(side, "tomas")
    group = side.rows["Class"].pk
    for name, arguments in (("gradebook", [group]), ("gradebook-outcome", [group, key])):
        assert tomas.get(reverse(name, args=arguments)).status_code == 200
    assert sorted(map(str, Score.objects.unscoped(TEXT).values_list("outcome", "level"))) == scores


def test_a_designer_locks_a_part_and_schools_can_no_longer_change_it(side):
    imani = browser(side, "imani")
    base = current_adoption(side.school.pk).package
    draft = post(imani, reverse("models", args=[side.network.pk]), do="start", package=base.pk)
    at = reverse("model-draft-place", args=[draft.rstrip("/").rpartition("/")[2], "calendar/cycles"])
    assert "Who can change this" in imani.get(at).content.decode()
    post(imani, at, do="hold", hold="held")
    post(imani, draft, do="publish", version="1.1.0")
    adopt_package(side.school, ModelPackage.objects.get(version="1.1.0", network=side.network))
    page = reverse("school-model-place", args=[side.school.pk, "calendar/cycles"])
    assert "value-weeks" not in browser(side, "ines").get(page).content.decode()


def test_a_designer_sees_how_many_schools_changed_a_part_before_she_changes_it(side):
    adapt(side)
    imani, base = browser(side, "imani"), current_adoption(side.school.pk).package
    draft = post(imani, reverse("models", args=[side.network.pk]), do="start", package=base.pk)
    adaptations = f"{reverse('adaptations', args=[side.network.pk])}?part=calendar"
    sentence = "1 of 1 schools changed this part."
    for address in (draft, f"{draft}edit/calendar/", f"{draft}edit/calendar/cycles/"):
        page = imani.get(address).content.decode()
        assert sentence in page
        assert adaptations in page
    assert "changed this part" not in imani.get(f"{draft}edit/plan/").content.decode()


def test_a_school_reads_what_each_choice_touches_before_it_decides(side):
    model = package_for_school(side.school.pk)
    kind, section = model.exhibition.kinds[0], model.plan.sections[0]
    package = publish(
        side,
        {
            f"exhibition/kinds/{kind.key}": {"people": "9"},
            "internship": {"weeks": "7"},
            f"plan/sections/{section.key}": {"title": "How I grew"},
            "portfolio/tasks/experiment": {"title": "A test of our own"},
            "rubrics/rubrics/exhibition": {"title": "How it was shown"},
        },
    )
    plan, exhibition = (side.rows[name] for name in ("Plan", "Exhibition"))
    plan.notes = {section.key: "I listen more."}
    plan.save()
    rubric = side.rows["RowScore"].criterion.rubric
    rubric.key = "exhibition"
    rubric.save()
    page = browser(side, "ines").get(reverse("model-upgrade", args=[side.school.pk, package.pk]))
    text = page.content.decode()
    assert f"1 exhibition to come: “{kind.title}”, {exhibition.minutes} minutes." in text
    assert "1 internship is under way." in text
    assert f"1 learning plan of this term has notes under “{section.title}”." in text
    assert "and has no final score yet." in text
    assert "1 piece of work is scored on" in text
    assert all(not part.effects["keep"] for part in page.context["page"].choosable)


def test_a_school_without_a_model_adopts_one_of_its_network_once(side):
    package = current_adoption(side.school.pk).package
    neighbor = School.objects.create(network=side.network, name="Lakeside")
    adopt_package(neighbor, package)
    Adoption.objects.unscoped(TEXT).filter(school=side.school).delete()
    page, ines = reverse("school-model", args=[side.school.pk]), browser(side, "ines")
    response = ines.get(page)
    assert [model.slug for model in response.context["actions"].adopt.offered.values()] == [package.slug]
    fields = {"do": "adopt", "package": next(iter(response.context["actions"].adopt.offered))}
    post(ines, page, **fields)
    ines.post(page, fields)
    (adoption,) = Adoption.objects.unscoped(TEXT).filter(school=side.school)
    assert adoption.package.slug == package.slug
