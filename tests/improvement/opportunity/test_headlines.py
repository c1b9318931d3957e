"""What is put in words at the top of a page: large enough, beyond luck, and with where the gap comes from."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given, settings
from hypothesis import strategies as st

from improvement.opportunity.network import add_school, make_network
from trellis.core.community.models import Demographics
from trellis.core.foundation.measures import MEASURES
from trellis.improvement.opportunity import headlines, selectors, services
from trellis.learning.internships.models import InternshipDay

NOW = "internship-now"


def place(network, school, learners, others):
    """Give so many learners and so many others of a school an internship."""
    for is_learner, many in ((True, learners), (False, others)):
        of_kind = [student.person for student in network.students[school] if student.learner is is_learner]
        for person in of_kind[:many]:
            network.place(person)


def summarize_measures(network, school=None, keys=(NOW,)):
    year = services.network_school_year(network.network).number
    viewer, measures = network.viewer(network.imani), [MEASURES[key] for key in keys]
    if school:
        return selectors.school_reports(viewer, network.schools[school].pk, year, measures)
    return selectors.network_reports(viewer, network.network.pk, year, measures)


def page(network, name="network", **query):
    client = Client()
    client.force_login(network.imani.account)
    return client.get(reverse(name, args=[network.network.pk]), query).content.decode()


@pytest.mark.django_db
def test_a_small_group_heads_no_card_however_wide_its_gap():
    """11 students with a disability, none of whom has an internship, and 49 others who all have one."""
    network = make_network("Harbor", {"East": 60})
    for number, student in enumerate(network.students["East"]):
        Demographics.objects.unscoped("the test").filter(student=student.person).update(
            disability=number < 11
        )
        if number >= 11:
            network.place(student.person)
    services.rebuild_rollups(network.network)
    (summary,) = summarize_measures(network)
    assert summary.find("disability.yes").gap == "−100"
    assert summary.largest is None or summary.largest.key != "disability.yes"
    assert "Students with disabilities: 100 points" not in page(network)


@pytest.mark.django_db
def test_many_comparisons_make_a_headline_stricter():
    """30 of 50 against 40 of 50: p = 0.03 alone."""
    network = make_network("Harbor", {"East": 100})
    place(network, "East", 30, 40)
    services.rebuild_rollups(network.network)
    (summary,) = summarize_measures(network)
    gap = next(gap for facet, level, gap in summary.group_gaps if (facet, level) == ("multilingual", "yes"))
    assert gap.p < 0.05
    assert summary.largest is None
    assert not summary.find("multilingual.yes").apart
    assert "No group is behind by more than chance could explain." in page(network)


@pytest.mark.django_db
def test_the_sentence_says_how_much_comes_from_which_school_students_attend():
    """East: 80 learners, of whom 10, and 20 others, of whom 4. West: 20 of whom 15, and 80 of whom 64 (see engines)."""
    network = make_network("Harbor", {"East": 100}, learners=0.8)
    add_school(network, "West", 100, learners=0.2)
    place(network, "East", 10, 4)
    place(network, "West", 15, 64)
    services.rebuild_rollups(network.network)
    (summary,) = summarize_measures(network)
    assert summary.headline == (
        "Multilingual learners: 43 points lower than all other students, 37 of that because of which school "
        "students attend."
    )
    assert "Between schools: 37 of the 43 points." in page(network)
    detail = page(network, "opportunity", measure=NOW, group="multilingual.yes")
    assert summary.headline in detail
    assert "−37" in detail
    assert "−6" in detail


@pytest.mark.django_db
def test_a_network_of_one_school_has_no_split():
    network = make_network("Harbor", {"East": 100})
    place(network, "East", 10, 40)
    services.rebuild_rollups(network.network)
    (summary,) = summarize_measures(network)
    assert summary.headline == "Multilingual learners: 60 points lower than all other students."
    assert summarize_measures(network, "East")[0].headline == summary.headline


@pytest.mark.parametrize(
    ("points", "between", "end"),
    [
        (-49, -34, "49 points lower than all other students, 34 of that because of which school students attend."),
        (-49, -0.4, "49 points lower than all other students, all of it inside schools."),
        (-49, -48.9, "49 points lower than all other students, all because of which school students attend."),
        (-10, 5, "10 points lower than all other students. Inside schools, the gap is 15 points. Which school "
            "students attend makes the overall gap smaller."),
        (-10, -16, "10 points lower than all other students, all because of which school students attend. Inside "
            "schools this group is 6 points higher."),
    ],
)  # fmt: skip
def test_every_split_has_its_sentence(points, between, end):
    assert headlines.gap_sentence("G", points, "rate", "more", between) == f"G: {end}"


def test_a_mean_is_split_in_its_own_unit():
    sentence = headlines.gap_sentence("G", 4.72, "mean", "fewer", 3.1)
    assert (
        sentence
        == "G: 4.7 higher than all other students, 3.1 of that because of which school students attend."
    )


@given(
    points=st.floats(-100, 100),
    between=st.one_of(st.none(), st.floats(-100, 100)),
    kind=st.sampled_from(["rate", "mean"]),
    direction=st.sampled_from(["more", "fewer"]),
)
@settings(max_examples=60)
def test_no_sentence_is_left_with_a_hole(points, between, kind, direction):
    with translation.override("en"):
        sentence = headlines.gap_sentence("G", points, kind, direction, between)
    assert "%" not in sentence
    assert sentence.startswith("G: ")
    assert sentence.endswith(".")


# nothing recorded


@pytest.mark.django_db
def test_where_nothing_is_recorded_no_figure_is_shown():
    network = make_network("Harbor", {"East": 60})
    services.rebuild_rollups(network.network)
    (summary,) = summarize_measures(network)
    assert not summary.recorded
    assert summary.everyone.hidden == "Nothing recorded yet"
    for shown in (page(network), page(network, "opportunity", measure=NOW)):
        assert "Nothing recorded yet" in shown
        assert "no clear gap" not in shown
        assert '<b class="num">0%</b>' not in shown


@pytest.mark.django_db
def test_a_real_zero_stays_a_zero():
    """Nobody's internship has 40 confirmed hours yet, but hours are recorded."""
    network = make_network("Harbor", {"East": 60})
    placement = network.place(network.students["East"][0].person)
    InternshipDay.objects.create(
        placement=placement, date=timezone.localdate(), minutes=60, confirmed_at=timezone.now()
    )
    services.rebuild_rollups(network.network)
    (summary,) = summarize_measures(network, keys=["internship-hours"])
    assert summary.recorded
    assert summary.everyone.estimate == "0%"


@pytest.mark.django_db
def test_a_small_school_does_not_tell_that_nobody_has_anything():
    network = make_network("Harbor", {"East": 60, "West": 7})
    place(network, "East", 5, 5)
    services.rebuild_rollups(network.network)
    (summary,) = summarize_measures(network, "West")
    assert summary.everyone.hidden != "Nothing recorded yet"
