"""Two hundred students hand in one step within a minute, on SQLite, over HTTP: none lost, none twice.

A third send a photo, and every fifth sends the same piece twice, as a phone does when the answer got lost. They come
at moments drawn at random over a minute, and once more all at once.
"""

from __future__ import annotations

import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from random import Random

from ._served import TOKEN, ask, report_waits, served, session_of

STUDENTS, MINUTE = 200, 60.0
EDGE = "a-line-between-two-parts"


def _prepare() -> tuple[str, str, list[str]]:
    """A project with two steps and 200 students: the steps' pages, and the students' session keys."""
    from datetime import date, timedelta

    from trellis.core.community.models import Role, Tie
    from trellis.core.foundation import ledger
    from trellis.demo.build import build_network
    from trellis.demo.plan import NetworkShape
    from trellis.learning.projects.models import Member, Project, Step

    build_network(NetworkShape(0, 0, 1, 260, works=0, full=False), date.today())
    ties = Tie.objects.unscoped("benchmark").filter(role=Role.STUDENT, to_school__isnull=False)
    students = list(ties.values_list("person_id", "to_school_id")[:STUDENTS])
    today = date.today()
    with ledger.act("build a benchmark"):
        project = Project.objects.create(
            school_id=students[0][1],
            title="Bench",
            driving_question="?",
            starts=today,
            ends=today + timedelta(9),
        )
        steps = [Step.objects.create(project=project, title="Draft", due=today, position=n) for n in (1, 2)]
        Member.objects.bulk_create(Member(project=project, student_id=person) for person, _school in students)
    pages = [f"/projects/{project.pk}/steps/{step.pk}/" for step in steps]
    return pages[0], pages[1], [session_of(person) for person, _school in students]


def _photo() -> bytes:
    from PIL import Image

    drawn = BytesIO()
    Image.effect_noise((1200, 900), 60).convert("RGB").save(drawn, "JPEG", quality=80)
    return drawn.getvalue()


def _body(number: int, key: str, photo: bytes) -> bytes:
    fields = {"do": "hand-in", "key": key, "words": f"piece {number}"}
    parts = [
        f'--{EDGE}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields.items()
    ]
    body = "".join(parts).encode()
    if number % 3 == 0:
        head = f'--{EDGE}\r\nContent-Disposition: form-data; name="file"; filename="draft.jpg"\r\n'
        body += head.encode() + b"Content-Type: image/jpeg\r\n\r\n" + photo + b"\r\n"
    return body + f"--{EDGE}--\r\n".encode()


def _hand_in(page: str, number: int, session: str, photo: bytes, wait: float) -> list[float]:
    time.sleep(wait)
    head = {
        "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
        "X-CSRFToken": TOKEN,
        "Content-Type": f"multipart/form-data; boundary={EDGE}",
    }
    body = _body(number, str(uuid.uuid4()), photo)
    return [ask("POST", page, body, head, wants=302) for _time in range(2 if number % 5 == 0 else 1)]


def main() -> None:

    draw = Random(2027)
    with served(_prepare) as (first, second, sessions):
        from trellis.learning.projects.models import StepSubmission

        photo = _photo()
        for page, over, name in ((first, MINUTE, "within a minute"), (second, 0.0, "all at once")):
            came = [draw.uniform(0, over) for _one in sessions]
            with ThreadPoolExecutor(STUDENTS) as crowd:
                began = time.perf_counter()
                waits_by_student = crowd.map(
                    lambda each: _hand_in(page, each[0], each[1], photo, each[2]),  # noqa: B023 used within
                    [
                        (number, key, wait)
                        for number, (key, wait) in enumerate(zip(sessions, came, strict=True))
                    ],
                )
                waits = [each for some in waits_by_student for each in some]
            step = page.split("/")[-2]
            words = sorted(
                StepSubmission.objects.unscoped("benchmark").filter(step=step).values_list("words", flat=True)
            )
            whole = words == sorted(f"piece {number}" for number in range(STUDENTS))
            report_waits(f"{STUDENTS} students {name}", waits)
            print(
                f"  over after {time.perf_counter() - began:.0f} s; {len(words)} pieces, "
                f"{'none lost, none twice' if whole else 'LOST OR TWICE'}"
            )
