"""What a student brings is seen first; levels grow; minutes are planned and given; supports meet a student's level."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.html import compact

from trellis.core.community.models import Person, Role
from trellis.core.foundation.measures import MEASURES, Year
from trellis.learning.languages import selectors
from trellis.learning.languages.models import (
    HomeResource,
    LanguageProfile,
    LevelScaffold,
    Objective,
    Proficiency,
    ResourceUse,
    ScaffoldUse,
    ServiceMinutes,
)
from trellis.learning.projects.models import Project
from world import Side, make_world, tie

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
TODAY = date.today()


@pytest.fixture
def home() -> Side:
    side = make_world().home
    for model in (
        ResourceUse,
        ScaffoldUse,
        HomeResource,
        LevelScaffold,
        Objective,
        ServiceMinutes,
        Proficiency,
        LanguageProfile,
    ):
        model.objects.unscoped(TEXT).all().delete()
    Person.objects.unscoped(TEXT).filter(pk=side.amina.pk).update(home_languages=["fr", "ff"])
    side.people["amina"] = Person.objects.unscoped(TEXT).get(pk=side.amina.pk)
    Project.objects.unscoped(TEXT).update(starts=TODAY - timedelta(days=3), ends=TODAY + timedelta(days=20))
    return side


def go(side: Side, who: str, name: str, key: object, status: int = 200, **sent) -> str:
    client = Client()
    client.force_login(side.people[who].account)
    where = reverse(name, args=[key])
    answer = client.post(where, sent) if sent else client.get(where)
    assert answer.status_code == status, answer.content.decode()[:1500]
    return answer.content.decode()


def levels(side: Side, status: int = 302, **sent) -> str:
    whole = {"do": "levels", "at": TODAY.isoformat(), "source": "teacher", **sent}
    return go(side, "tomas", "language-profile", side.amina.pk, status, **whole)


def profile(side: Side, status: int = 302, **sent) -> str:
    return go(
        side,
        "tomas",
        "language-profile",
        side.amina.pk,
        status,
        **{"do": "profile", "scale": "nyseslat", **sent},
    )


def test_what_amina_brings_stands_before_any_level(home):
    profile(home, strengths="Tells stories in three languages.", band="under-1", **{"literacy-fr": "well"})
    levels(home, reading="2", writing="1")
    for who in ("amina", "carmen", "daniel"):
        shown = go(home, who, "language-profile", home.amina.pk)
        assert shown.index("Tells stories") < shown.index("Emerging")
        assert "reads and writes it well" in shown
        assert "less than 1 year" in shown


def test_no_field_takes_a_day_of_entry_or_a_status():
    names = {field.name for model in (LanguageProfile, Proficiency) for field in model._meta.fields}
    assert not {
        name for name in names if "entry" in name or "arriv" in name or "status" in name or "birth" in name
    }


def test_same_day_level_is_corrected_and_later_one_is_growth(home):
    levels(home, reading="1")
    levels(home, reading="2")
    levels(home, reading="3", at=(TODAY - timedelta(days=30)).isoformat())
    proficiencies = Proficiency.objects.unscoped(TEXT).order_by("at").values_list("level", flat=True)
    assert list(proficiencies) == [3, 2]
    assert selectors.language_summary(home.viewer("tomas"), home.amina).levels == {"reading": 2}


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"reading": "7"}, "from 1 to 6"),
        ({"reading": "0"}, "from 1 to 6"),
        ({"reading": "2.5"}, "from 1 to 6"),
        ({}, "at least one level"),
        ({"reading": "2", "at": "2999-01-01"}, "Choose the date of these levels, today or earlier."),
        ({"reading": "2", "at": "soon"}, "is not a date"),
        ({"reading": "2", "source": "rumor"}, "the test or from a teacher"),
    ],
)
def test_a_level_that_cannot_be_is_refused_and_nothing_is_kept(home, sent, message):
    assert message in levels(home, 422, **sent)
    assert not Proficiency.objects.unscoped(TEXT).exists()


@pytest.mark.parametrize(
    "sent", [{"scale": "iq"}, {"band": "2019-08-01"}, {"literacy-fr": "fluent"}, {"strengths": "a" * 601}]
)
def test_a_profile_that_cannot_be_is_refused(home, sent):
    profile(home, 422, **sent)
    assert not LanguageProfile.objects.unscoped(TEXT).exists()


def test_a_language_that_is_not_spoken_at_home_is_passed_over(home):
    profile(home, **{"literacy-fr": "some", "literacy-de": "well"})
    assert LanguageProfile.objects.unscoped(TEXT).get().literacy == {"fr": "some"}


def test_a_week_of_minutes_is_kept_in_one_press_and_held_against_the_plan(home):
    profile(home)
    levels(home, reading="2", listening="2")
    group = home.rows["Class"].pk
    shown = go(home, "tomas", "group-languages", group)
    assert "360" in shown
    assert "1 student received fewer minutes" in shown
    sent = {"week": TODAY.isoformat(), f"minutes-{home.amina.pk}": "360"}
    for _press in range(2):
        go(home, "tomas", "group-languages", group, 302, **sent)
    assert ServiceMinutes.objects.unscoped(TEXT).get().week.weekday() == 0
    assert "Everyone received their planned minutes in the week shown." in go(
        home, "tomas", "group-languages", group
    )


def entering(home: Side) -> tuple[object, str, str]:
    """Amina is at Entering: the group, and the names of her two fields."""
    profile(home)
    levels(home, reading="1", listening="1")
    return home.rows["Class"].pk, f"minutes-{home.amina.pk}-alone", f"minutes-{home.amina.pk}-integrated"


def test_enough_in_all_and_too_few_that_stand_alone_falls_short(home):
    group, alone, integrated = entering(home)
    shown = go(home, "tomas", "group-languages", group)
    assert f'name="{alone}"' in shown
    assert f'name="minutes-{home.amina.pk}"' not in shown
    week = {"week": TODAY.isoformat()}
    go(home, "tomas", "group-languages", group, 302, **week, **{alone: "90", integrated: "270"})
    assert "1 student received fewer minutes" in go(home, "tomas", "group-languages", group)
    go(home, "tomas", "group-languages", group, 302, **week, **{alone: "180", integrated: "180"})
    assert "Everyone received their planned minutes in the week shown." in go(
        home, "tomas", "group-languages", group
    )
    shown = go(home, "carmen", "language-profile", home.amina.pk)
    assert "stand-alone 180 · integrated 180" in compact(shown)


def test_minutes_by_kind_replace_those_without_a_kind(home):
    group, alone, integrated = entering(home)
    week = {"week": TODAY.isoformat()}
    go(home, "tomas", "group-languages", group, 302, **week, **{f"minutes-{home.amina.pk}": "360"})
    assert "360 minutes with no type" in go(home, "tomas", "group-languages", group)
    go(home, "tomas", "group-languages", group, 302, **week, **{alone: "180", integrated: "90"})
    minutes = ServiceMinutes.objects.unscoped(TEXT).order_by("kind").values_list("kind", "minutes")
    assert list(minutes) == [("alone", 180), ("integrated", 90)]
    go(home, "tomas", "group-languages", group, 302, **week, **{alone: "", integrated: "180"})
    assert sorted(minutes.all()) == [("alone", 180), ("integrated", 180)]


def test_where_the_scale_tells_no_kinds_apart_there_is_one_field(home):
    levels(home, reading="2")
    shown = go(home, "tomas", "group-languages", home.rows["Class"].pk)
    assert f'name="minutes-{home.amina.pk}"' in shown
    assert "stand-alone" not in shown


@pytest.mark.parametrize("kind", ["alone", "integrated"])
def test_minutes_of_a_kind_that_cannot_be_are_refused_and_stay_typed(home, kind):
    group, *_names = entering(home)
    name = f"minutes-{home.amina.pk}-{kind}"
    shown = go(home, "tomas", "group-languages", group, 422, week=TODAY.isoformat(), **{name: "4000"})
    assert f'name="{name}" value="4000"' in shown
    assert not ServiceMinutes.objects.unscoped(TEXT).exists()


@pytest.mark.parametrize("typed", ["-1", "3001", "many", "9" * 12])
def test_minutes_that_cannot_be_are_refused(home, typed):
    sent = {"week": TODAY.isoformat(), f"minutes-{home.amina.pk}": typed}
    assert "whole number" in go(home, "tomas", "group-languages", home.rows["Class"].pk, 422, **sent)
    assert not ServiceMinutes.objects.unscoped(TEXT).exists()


def test_minutes_of_a_student_of_another_group_are_passed_over(home):
    sent = {"week": TODAY.isoformat(), f"minutes-{home.bea.pk}": "90"}
    go(home, "tomas", "group-languages", home.rows["Class"].pk, 302, **sent)
    assert not ServiceMinutes.objects.unscoped(TEXT).exists()


def write(side: Side, who: str = "tomas", status: int = 302, **sent) -> str:
    return go(side, who, "project-languages", side.rows["Project"].pk, status, **sent)


def scaffold(side: Side, title: str, least: int, most: int, domain: str = "reading") -> None:
    write(side, do="scaffold", title=title, scale="wida", domain=domain, least=least, most=most)


def test_amina_sees_the_supports_for_her_levels_and_her_own_languages_first(home):
    write(home, do="objective", discipline="Science", content="Lead", use="explain", language="Because …")
    scaffold(home, "Text with pictures", 1, 2)
    scaffold(home, "Paired reading", 3, 4)
    scaffold(home, "Sentence starters", 1, 6, "writing")
    write(home, do="resource", language="fr", title="De l’eau", about="Shelf 4")
    write(home, do="resource", language="es", title="El agua", link="https://example.org/agua")
    levels(home, reading="2")
    shown = go(home, "amina", "my-project-languages", home.rows["Project"].pk)
    assert shown.index("De l’eau") < shown.index("Text with pictures")
    assert "Sentence starters" in shown  # nobody has read her writing yet
    assert "Paired reading" not in shown
    assert "El agua" not in shown
    assert "Because …" in shown


def test_time_in_a_home_language_is_kept_once_a_day(home):
    write(home, do="resource", language="fr-CA", title="De l’eau", about="Shelf 4")
    resource, project = HomeResource.objects.unscoped(TEXT).get().pk, home.rows["Project"].pk
    for minutes in ("20", "35"):
        go(home, "amina", "my-project-languages", project, 302, resource=resource, minutes=minutes)
    assert ResourceUse.objects.unscoped(TEXT).get().minutes == 35
    go(home, "amina", "my-project-languages", project, 422, resource=resource, minutes="9999")
    go(home, "amina", "my-project-languages", project, 404, resource=home.school.pk, minutes="5")


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        (
            {"do": "scaffold", "scale": "wida", "title": "x", "domain": "reading", "least": "3", "most": "2"},
            "The first level is higher than the last level. Check both.",
        ),
        (
            {"do": "scaffold", "title": "x", "domain": "singing", "least": "1", "most": "2"},
            "Choose listening",
        ),
        (
            {"do": "scaffold", "scale": "wida", "title": " ", "domain": "reading", "least": "1", "most": "2"},
            "Name",
        ),
        (
            {"do": "resource", "language": "tlhh", "title": "x", "about": "y"},
            "Choose one from the list, or enter its code.",
        ),
        ({"do": "resource", "language": "es", "title": "x"}, "Enter a link, or say where to find it."),
        (
            {"do": "resource", "language": "es", "title": "x", "link": "javascript:alert(1)"},
            "is not a web address",
        ),
        ({"do": "objective", "discipline": "x", "content": "y", "use": "sing", "language": "z"}, "narrate"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(home, sent, message):
    assert message in write(home, status=422, **sent)
    assert not any(
        model.objects.unscoped(TEXT).exists() for model in (LevelScaffold, HomeResource, Objective)
    )


def test_daniel_who_does_not_design_it_reads_and_writes_nothing(home):
    scaffold(home, "Text with pictures", 1, 2)
    assert "Text with pictures" in write(home, "daniel", 200)
    write(home, "daniel", 404, do="away", kind="scaffold", row=LevelScaffold.objects.unscoped(TEXT).get().pk)


def test_what_is_taken_away_is_seen_no_more(home):
    scaffold(home, "Text with pictures", 1, 2)
    write(home, do="away", kind="scaffold", row=LevelScaffold.objects.unscoped(TEXT).get().pk)
    assert "Text with pictures" not in write(home, status=200)


def measured(side: Side, key: str) -> dict[str, tuple[float, float]]:
    year = Year(TODAY - timedelta(days=60), TODAY + timedelta(days=100), TODAY.year)
    return {student: (total, base) for student, total, base in MEASURES[key].facts(side.network, year)}


def test_growth_is_told_of_students_who_were_read_twice(home):
    levels(home, reading="2", writing="2")
    assert measured(home, "language-growth") == {}
    levels(home, reading="1", at=(TODAY - timedelta(days=30)).isoformat())
    assert measured(home, "language-growth") == {home.amina.pk.hex: (1.0, 1)}


def test_a_project_supports_a_student_when_something_is_at_their_level(home):
    levels(home, reading="2")
    assert measured(home, "scaffolds-at-level") == {home.amina.pk.hex: (0, 1)}
    scaffold(home, "Paired reading", 3, 4)
    assert measured(home, "scaffolds-at-level") == {home.amina.pk.hex: (0, 1)}
    scaffold(home, "Text with pictures", 1, 2)
    assert measured(home, "scaffolds-at-level") == {home.amina.pk.hex: (1, 1)}


def test_minutes_in_a_home_language_are_added_up_over_the_year(home):
    resource = HomeResource.objects.create(
        project=home.rows["Project"], language="fr", title="De l’eau", about="x"
    )
    for back, minutes in ((0, 20), (1, 15), (200, 99)):
        ResourceUse.objects.create(
            resource=resource,
            student=home.amina,
            day=timezone.localdate() - timedelta(days=back),
            minutes=minutes,
        )
    assert measured(home, "home-language-time") == {home.amina.pk.hex: (35, 1)}


def test_who_speaks_english_at_home_is_counted_and_not_listed(home):
    tie(home.bea, Role.STUDENT, home.rows["Class"])
    Person.objects.unscoped(TEXT).filter(pk=home.bea.pk).update(home_languages=["en"])
    shown = go(home, "tomas", "group-languages", home.rows["Class"].pk)
    assert "Amina Diallo" in shown
    assert "Bea Lopez" not in shown
    assert "1 student who speaks English at home is not listed." in shown
    assert "Everyone received their planned minutes in the week shown." not in shown


def test_minutes_of_a_week_long_past_are_read_where_they_were_written(home):
    profile(home)
    levels(home, reading="2")
    week = (TODAY - timedelta(weeks=9)).isoformat()
    group = home.rows["Class"].pk
    go(home, "tomas", "group-languages", group, 302, week=week, **{f"minutes-{home.amina.pk}": "360"})
    client = Client()
    client.force_login(home.tomas.account)
    shown = client.get(reverse("group-languages", args=[group]), {"week": week}).content.decode()
    assert "Everyone received their planned minutes in the week shown." in shown


@pytest.mark.parametrize("week", ["soon", "", "2026-02-31"])
def test_a_week_that_cannot_be_read_is_refused_and_is_not_this_week(home, week):
    sent = {"week": week, f"minutes-{home.amina.pk}": "90"}
    assert ("is not a date" if week else "Choose a date in the week, today or earlier.") in go(
        home, "tomas", "group-languages", home.rows["Class"].pk, 422, **sent
    )
    assert not ServiceMinutes.objects.unscoped(TEXT).exists()


def test_another_scale_hides_no_reading(home):
    levels(home, reading="3")
    profile(home, scale="nyseslat")
    assert "WIDA, Teacher" in go(home, "amina", "language-profile", home.amina.pk)
    assert selectors.language_summary(home.viewer("tomas"), home.amina).levels == {}


def test_no_minutes_at_all_are_no_use(home):
    write(home, do="resource", language="fr", title="De l’eau", about="Shelf 4")
    resource = HomeResource.objects.unscoped(TEXT).get().pk
    go(home, "amina", "my-project-languages", home.rows["Project"].pk, 422, resource=resource, minutes="0")
    assert not ResourceUse.objects.unscoped(TEXT).exists()


def test_supports_count_on_their_own_scale(home):
    levels(home, reading="2")
    write(home, do="scaffold", title="For three", scale="nyseslat", domain="reading", least=3, most=3)
    scaffold(home, "For four", 4, 4)
    shown = go(home, "amina", "my-project-languages", home.rows["Project"].pk)
    assert "For three" in shown
    assert "For four" not in shown


def test_a_level_that_a_scale_does_not_have_is_refused(home):
    sent = {"do": "scaffold", "title": "x", "scale": "nyseslat", "domain": "reading", "least": 1, "most": 6}
    assert "from 1 to 5" in write(home, status=422, **sent)


def shelf(home: Side) -> LevelScaffold:
    """A support for Amina's level, and one that is not."""
    levels(home, reading="2")
    scaffold(home, "Text with pictures", 1, 2)
    scaffold(home, "Paired reading", 3, 4)
    return LevelScaffold.objects.unscoped(TEXT).get(title="Text with pictures")


def test_amina_notes_what_helped_once_a_day(home):
    scaffold, project = shelf(home), home.rows["Project"].pk
    for _press in range(2):
        go(home, "amina", "my-project-languages", project, 302, scaffold=scaffold.pk)
    helped = ScaffoldUse.objects.unscoped(TEXT).get()
    assert (helped.student_id, helped.by_id, helped.day) == (
        home.amina.pk,
        home.amina.pk,
        timezone.localdate(),
    )
    assert f'value="{scaffold.pk}"' not in go(home, "amina", "my-project-languages", project)
    for who in ("amina", "tomas", "daniel"):
        shown = go(home, who, "language-profile", home.amina.pk)
        assert "What helped" in shown
        assert "Text with pictures" in shown


def test_tomas_notes_what_the_class_used_for_those_at_whose_level_it_is(home):
    scaffold = shelf(home)
    for _press in range(2):
        write(home, do="in-class", row=scaffold.pk)
    assert ScaffoldUse.objects.unscoped(TEXT).get().by_id == home.tomas.pk
    assert "Tomas" in go(home, "amina", "language-profile", home.amina.pk)
    other = LevelScaffold.objects.unscoped(TEXT).get(title="Paired reading")
    write(home, do="in-class", row=other.pk)
    assert ScaffoldUse.objects.unscoped(TEXT).count() == 1
    assert "We used it in class: Paired reading" not in write(home, status=200)


def test_what_helped_counts_for_nothing(home):
    scaffold = shelf(home)
    before = measured(home, "scaffolds-at-level"), measured(home, "language-growth")
    go(home, "amina", "my-project-languages", home.rows["Project"].pk, 302, scaffold=scaffold.pk)
    assert (measured(home, "scaffolds-at-level"), measured(home, "language-growth")) == before


def test_nobody_notes_what_is_not_theirs_to_note(home):
    shelf(home)
    other = LevelScaffold.objects.unscoped(TEXT).get(title="Paired reading")
    go(home, "amina", "my-project-languages", home.rows["Project"].pk, 404, scaffold=other.pk)
    go(home, "amina", "my-project-languages", home.rows["Project"].pk, 404, scaffold="soon")
    write(home, "daniel", 404, do="in-class", row=other.pk)
    assert not ScaffoldUse.objects.unscoped(TEXT).exists()


def test_her_day_leads_to_what_helps_her_in_a_project(home):
    where = reverse("my-project-languages", args=[home.rows["Project"].pk])
    client = Client()
    client.force_login(home.amina.account)
    assert where in client.get(reverse("today")).content.decode()
    assert where not in go(home, "daniel", "student", home.amina.pk)
