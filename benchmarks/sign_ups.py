"""Two hundred people sign up for a workshop of 30 at the same moment, over HTTP: 30 seats and an ordered waiting list.

Every fifth presses twice, as on a slow phone. Then everybody with a seat gives it back at once, while others sign up.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlencode

from ._served import TOKEN, ask, report_waits, served, session_of

PEOPLE, SEATS = 200, 30


def _prepare() -> tuple[str, list[str]]:
    """A school with 200 teachers, and a workshop: its id, and the keys of the teachers' sessions."""
    from django.utils import timezone

    from trellis.adults.professional_learning.services.events import FirstSession, create_event, publish_event
    from trellis.core.community.models import Network, Person, Role, School, Tie
    from trellis.core.foundation import ledger

    with ledger.act("build a benchmark"):
        network = Network.objects.create(name="Bench", slug="bench")
        school = School.objects.create(network=network, name="Bench High")
        people = [Person(network=network, given_name=f"P{number}") for number in range(PEOPLE)]
        Person.objects.bulk_create(people)
        Tie.objects.bulk_create(
            Tie(person=person, role=Role.TEACHER, to_school=school, starts=timezone.now() - timedelta(days=9))
            for person in people
        )
    starts = timezone.now() + timedelta(days=7)
    values = {"network": network, "kind": "workshop", "title": "Bench", "time_zone": "UTC", "capacity": SEATS}
    event = create_event(values, FirstSession(starts, starts + timedelta(hours=2)), people[0].pk)
    publish_event(event, people[0].pk)
    return str(event.pk), [session_of(person.pk) for person in people]


def _press(page: str, session: str, times: int, fields: dict[str, str]) -> list[float]:
    head = {
        "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
        "X-CSRFToken": TOKEN,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    return [ask("POST", page, urlencode(fields), head, wants=302) for _press in range(times)]


def main() -> None:

    with served(_prepare) as (event, sessions), ThreadPoolExecutor(PEOPLE) as crowd:
        from trellis.adults.professional_learning.models import SignUp

        page = f"/learning-events/{event}/"
        waits = crowd.map(
            lambda each: _press(
                page, each[1], 2 if each[0] % 5 == 0 else 1, {"do": "sign-up", "event": event}
            ),
            enumerate(sessions),
        )
        report_waits(f"{PEOPLE} people sign up at once", [wait for some in waits for wait in some])
        rows = list(SignUp.objects.unscoped("benchmark").order_by("number"))
        seats = [row.number for row in rows if row.has_seat]
        whole = (
            [row.number for row in rows] == list(range(1, PEOPLE + 1))
            and len({row.person_id for row in rows}) == PEOPLE
            and seats == list(range(1, SEATS + 1))
        )
        print(
            f"  {len(seats)} seats, {sum(row.is_waiting for row in rows)} on the waiting list: "
            f"{'in order, none lost, none twice' if whole else 'LOST, TWICE OR OUT OF ORDER'}"
        )
        _give_back(page, crowd)


def _give_back(page: str, crowd: ThreadPoolExecutor) -> None:
    """Everybody with a seat gives it back at the same moment: the next 30 get one, in order."""
    from trellis.adults.professional_learning.models import SignUp

    rows = list(SignUp.objects.unscoped("benchmark").seated())
    keys = [(str(row.pk), session_of(row.person_id)) for row in rows]
    waits = crowd.map(lambda each: _press(page, each[1], 1, {"do": "cancel-seat", "sign_up": each[0]}), keys)
    report_waits(
        f"{len(keys)} people give their seat back at once", [wait for some in waits for wait in some]
    )
    seats = list(
        SignUp.objects.unscoped("benchmark").seated().order_by("number").values_list("number", flat=True)
    )
    whole = seats == list(range(SEATS + 1, 2 * SEATS + 1))
    print(f"  {len(seats)} seats: {'the next in line have them' if whole else 'NOT THE NEXT IN LINE'}")
