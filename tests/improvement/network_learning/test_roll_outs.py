"""A roll-out: which school starts when, what is compared, and every refusal in words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trellis.core.community.models import Network, Person, Role, School, Term, Tie
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.ids import new_id
from trellis.engines import trends
from trellis.improvement.cycles.models import DataPoint, PracticalMeasure
from trellis.improvement.cycles.services import practical as practical_services
from trellis.improvement.network_learning.models import RollOut, RollOutSchool
from trellis.improvement.network_learning.roll_out_results import roll_out_result
from trellis.improvement.network_learning.roll_out_table import lay_out, period_of
from trellis.improvement.network_learning.selectors import roll_out_page_or_404
from trellis.improvement.network_learning.services import roll_outs
from trellis.improvement.opportunity.models import GapTable
from world import LONG_AGO, make_side

pytestmark = pytest.mark.django_db
FIRST = date(2026, 9, 7)
WEEKS, SCHOOLS = 6, 9
WHY = "a test"


class Rollout:
    """A network of nine schools with Imani for the network, Ines at the first school, and a measure to count."""

    def __init__(self) -> None:
        self.network = Network.objects.create(name="Harbor", slug="harbor", time_zone="America/Chicago")
        self.imani = self.person("Imani", Role.NETWORK_STAFF, to_network=self.network)
        self.schools = [
            School.objects.create(network=self.network, name=f"School {n}", state="RI")
            for n in range(SCHOOLS)
        ]
        self.ines = self.person("Ines", Role.LEADER, to_school=self.schools[0])
        self.tomas = self.person("Tomas", Role.TEACHER, to_school=self.schools[0])
        words = {"title": "First calls", "question": "How many calls?", "kind": "share", "rhythm": "week"}
        self.measure = practical_services.add_measure(
            new_id(), {"network": self.network}, words, self.imani.pk
        )

    def person(self, name: str, role: str, **to: object) -> Person:
        from trellis.core.community.models import Account

        person = Person.objects.create(network=self.network, given_name=name)
        Account.objects.create_user(f"{name}@harbor", person=person)
        Tie.objects.create(person=person, role=role, starts=LONG_AGO, **to)
        return person

    def start(self, **measure: object) -> RollOut:
        values = {"title": "Calls", "what": "They call.", "by_lot": False} | (
            measure or {"practical": self.measure}
        )
        return roll_outs.start_roll_out(new_id(), self.network, values, self.imani.pk)

    def count(self, counts: list[list[int | None]]) -> None:
        """A row for each school, a number out of 20 for each week."""
        practical_services.copy_to_schools(
            self.measure, [school.pk for school in self.schools], self.imani.pk
        )
        copies = {
            copy.school_id: copy
            for copy in PracticalMeasure.objects.unscoped(WHY).filter(same_as=self.measure)
        }
        DataPoint.objects.unscoped(WHY).bulk_create(
            DataPoint(
                measure=copies[school.pk],
                day=FIRST + timedelta(weeks=week, days=2),
                numerator=done,
                denominator=20,
                fingerprint="",
            )
            for school, row in zip(self.schools, counts, strict=False)
            for week, done in enumerate(row)
            if done is not None
        )


@pytest.fixture
def rollout() -> Rollout:
    return Rollout()


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person.account)
    return client


def begin(rollout: Rollout, roll_out: RollOut, schools: range, week: int) -> None:
    keys = [rollout.schools[n].pk for n in schools]
    roll_outs.add_schools(roll_out, keys, FIRST + timedelta(weeks=week), rollout.imani.pk)


def result_of(roll_out: RollOut, sees_all: bool = True):
    return roll_out_result(lay_out(roll_out), by_lot=roll_out.by_lot, sees_all_schools=sees_all)


RISING = [[8 + n % 3 + week % 2 + 6 * (n < 4 and week > 2) for week in range(WEEKS)] for n in range(SCHOOLS)]


def test_schools_that_started_are_compared_with_those_that_had_not(rollout):
    rollout.count(RISING)
    roll_out = rollout.start()
    begin(rollout, roll_out, range(4), 3)
    page = signed_in(rollout.imani).get(reverse("roll-out", args=[roll_out.pk]))
    assert "More than chance would do." in page.text
    assert "results are 30.0 percentage points higher than they would have been without it" in page.text
    assert "4 schools started. They are compared with 5 schools that did not" in page.text
    assert "1,000 tries" in page.text
    assert "This is no experiment." in page.text
    assert "Each period is a week." in page.text


def test_starts_drawn_by_lot_are_said_to_be(rollout):
    rollout.count(RISING)
    roll_out = rollout.start(practical=rollout.measure, by_lot=True)
    begin(rollout, roll_out, range(4), 3)
    text = " ".join(result_of(roll_out).cautions)
    assert "Starts were drawn by lot" in text
    assert "no experiment" not in text


@pytest.mark.parametrize(
    ("started", "week", "words"),
    [
        (0, 3, "Fewer than 4 schools have started"),
        (3, 3, "Fewer than 4 schools have started"),
        (7, 3, "At no time after a start are there 4 schools or more that have not started."),
        (4, -9, "No school has numbers from before it started."),
    ],
)
def test_what_cannot_be_compared_is_refused_in_words(rollout, started, week, words):
    rollout.count(RISING)
    roll_out = rollout.start()
    begin(rollout, roll_out, range(started), week)
    page = signed_in(rollout.imani).get(reverse("roll-out", args=[roll_out.pk]))
    assert words in page.text
    assert page.context["page"].result.verdict == ""


def test_without_any_number_the_page_says_so(rollout):
    roll_out = rollout.start()
    begin(rollout, roll_out, range(4), 3)
    page = signed_in(rollout.imani).get(reverse("roll-out", args=[roll_out.pk]))
    assert "No school has numbers for this measure yet." in page.text
    assert "4 schools that start have no numbers that may be shown." in page.text


COUNTS = st.lists(
    st.lists(st.one_of(st.none(), st.integers(0, 20)), min_size=WEEKS, max_size=WEEKS),
    min_size=SCHOOLS,
    max_size=SCHOOLS,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    counts=COUNTS,
    starts=st.lists(st.one_of(st.none(), st.integers(0, 7)), min_size=SCHOOLS, max_size=SCHOOLS),
)
def test_the_page_says_what_the_engine_says_of_the_same_table(rollout, counts, starts):
    for model in (DataPoint, RollOutSchool, RollOut):
        model.objects.unscoped(WHY).all().delete()
    rollout.count(counts)
    roll_out = rollout.start()
    for number, week in enumerate(starts):
        if week is not None:
            begin(rollout, roll_out, range(number, number + 1), week)
    weeks = [week for week in range(WEEKS) if any(row[week] is not None for row in counts)]
    present = [n for n, row in enumerate(counts) if any(value is not None for value in row)]
    result = result_of(roll_out)
    if not present:
        assert result.answer is None
        return
    span = range(weeks[0], weeks[-1] + 1)
    order = sorted(present, key=lambda n: str(rollout.schools[n].pk))
    values = [[None if counts[n][week] is None else 5 * counts[n][week] for week in span] for n in order]
    begins = [None if starts[n] is None else max(1, starts[n] - span[0] + 1) for n in order]
    begins = [begin if begin is None or begin <= len(span) else None for begin in begins]
    assert result.answer == trends.compare_rollout(values, begins)


def table(rollout: Rollout, year: int, shares: list[float | None]) -> None:
    for school, share in zip(rollout.schools, shares, strict=True):
        totals = {} if share is None else {"internship-now": share}
        body = {"words": None, "measures": {}, "findings": [], "compared": 0}
        GapTable.objects.create(
            network=rollout.network, school=school, year=year, audience="network", totals=totals, body=body
        )


def test_a_registered_measure_is_compared_in_school_years_without_hidden_schools(rollout):
    for year, rise in ((2024, 0.0), (2025, 0.01), (2026, 0.02)):
        shares = [0.3 + n / 100 + rise + 0.2 * (n < 4 and year == 2026) for n in range(SCHOOLS)]
        table(rollout, year, [*shares[:-1], None])
    roll_out = rollout.start(measure="internship-now")
    Term.objects.create(
        network=rollout.network, kind="year", title="Year", school_year=2026,
        starts=date(2025, 9, 1), ends=date(2026, 6, 20),
    )  # fmt: skip
    keys = [school.pk for school in rollout.schools[:4]]
    roll_outs.add_schools(roll_out, keys, date(2025, 10, 15), rollout.imani.pk)
    laid_out = lay_out(roll_out)
    assert (laid_out.unit, laid_out.labels) == ("year", ("2023–24", "2024–25", "2025–26"))
    assert sorted(laid_out.starts, key=str) == [3, 3, 3, 3, None, None, None, None]
    answer = result_of(roll_out).answer
    assert answer.effect.value == pytest.approx(20)
    assert (answer.started, answer.not_yet) == (4, 4)


def test_no_school_is_listed_by_its_effect_and_a_school_sees_its_start_alone(rollout):
    rollout.count(RISING)
    roll_out = rollout.start()
    begin(rollout, roll_out, range(4), 3)
    address = reverse("roll-out", args=[roll_out.pk])
    ines, tomas = signed_in(rollout.ines).get(address), signed_in(rollout.tomas).get(address)
    assert [row.school.name for row in ines.context["page"].schools] == ["School 0"]
    assert "School 1" not in ines.text
    assert "More than chance would do." in ines.text
    assert "4 schools have started" in tomas.text
    assert tomas.context["page"].result is None
    assert "see the result" in tomas.text


def test_a_leader_sees_no_effect_over_fewer_than_four_schools(rollout):
    rollout.count(RISING)
    roll_out = rollout.start()
    begin(rollout, roll_out, range(2), 2)
    begin(rollout, roll_out, range(2, 4), 4)
    imani, ines = (
        roll_out_page_or_404(Viewer.of(person), roll_out.pk) for person in (rollout.imani, rollout.ines)
    )
    assert [line.schools for line in imani.result.lines] == ["4", "4", "2", "2"]
    assert [line.schools for line in ines.result.lines] == ["4", "4"]


def test_program_staff_start_a_roll_out_and_add_schools_on_their_pages(rollout):
    imani = signed_in(rollout.imani)
    address = reverse("start-roll-out", args=[rollout.network.pk])
    sent = {
        "do": "start", "id": new_id(), "title": "Calls", "what": "They call.",
        "measure": f"practical:{rollout.measure.pk}",
    }  # fmt: skip
    assert [imani.post(address, sent).status_code for _twice in range(2)] == [302, 302]
    page = reverse("roll-out", args=[sent["id"]])
    keys = [str(school.pk) for school in rollout.schools[:2]]
    assert imani.post(page, {"do": "add-schools", "schools": keys, "starts": FIRST}).status_code == 302
    assert (
        imani.post(page, {"do": "ask-to-count", "schools": [str(rollout.schools[2].pk)]}).status_code == 302
    )
    copies = PracticalMeasure.objects.unscoped(WHY).filter(same_as=rollout.measure)
    assert copies.count() == 3
    assert imani.get(page).context["page"].counting == 3
    row = RollOutSchool.objects.unscoped(WHY).get(school=rollout.schools[0])
    assert imani.post(page, {"do": "remove-school", "school": row.pk}).status_code == 302
    assert imani.get(page).context["page"].started == 1
    assert signed_in(rollout.ines).post(page, {"do": "remove-school", "school": row.pk}).status_code == 404
    assert signed_in(rollout.ines).get(address).status_code == 404


def test_a_school_of_another_network_is_not_added(rollout):
    other = make_side("Elsewhere").school
    page = reverse("roll-out", args=[rollout.start().pk])
    sent = {"do": "add-schools", "schools": [str(other.pk)], "starts": FIRST}
    assert signed_in(rollout.imani).post(page, sent).status_code == 422


def test_a_school_counts_in_the_networks_words(rollout):
    rollout.count([])
    copy = PracticalMeasure.objects.unscoped(WHY).get(same_as=rollout.measure, school=rollout.schools[0])
    words = {"title": "Calls", "question": "How many?", "rhythm": "month"}
    with pytest.raises(ActionError, match="The network set these words"):
        practical_services.update_measure(copy, words, None, {}, rollout.ines.pk)
    practical_services.update_measure(rollout.measure, words, None, {}, rollout.imani.pk)
    copy.refresh_from_db()
    assert (copy.title, copy.rhythm) == ("Calls", "month")
    ines = signed_in(rollout.ines).get(reverse("practical-measure", args=[copy.pk]))
    assert "in the same words everywhere" in ines.text


def test_a_network_lists_its_measure_once_with_the_schools_that_count_it(rollout):
    rollout.count([])
    imani = signed_in(rollout.imani)
    lists = imani.get(reverse("network-improvement", args=[rollout.network.pk])).context["lists"]
    assert [measure.pk for measure in lists.measures] == [rollout.measure.pk]
    page = imani.get(reverse("practical-measure", args=[rollout.measure.pk])).context["page"]
    assert [copy.school.name for copy in page.copies] == [school.name for school in rollout.schools]
    ines = signed_in(rollout.ines)
    page = ines.get(reverse("practical-measure", args=[rollout.measure.pk])).context["page"]
    assert [copy.school.name for copy in page.copies] == ["School 0"]
    at_school = ines.get(reverse("school-improvement", args=[rollout.schools[0].pk])).context["lists"]
    assert len(at_school.measures) == 1
    assert "Enter numbers for" in ines.get(reverse("roll-out", args=[rollout.start().pk])).text


def test_weeks_begin_on_monday_and_months_on_the_first():
    assert period_of(date(2026, 9, 13), "week") == date(2026, 9, 7)
    assert period_of(date(2026, 9, 13), "month") == date(2026, 9, 1)
