"""The gradebook of 120 students by 40 products by 5 outcomes: the sums, one outcome's cells, and keeping a change."""

import os
import tempfile
from datetime import timedelta
from random import Random
from statistics import median
from time import perf_counter

STUDENTS, PRODUCTS, OUTCOMES, RUNS = 120, 40, 5, 20


def main() -> None:
    """Build one class in a database of its own, then open its pages 20 times."""
    os.environ |= {"TRELLIS_DATA": tempfile.mkdtemp(prefix="trellis-bench-"), "TRELLIS_HOSTS": "testserver"}
    os.environ["TRELLIS_DEBUG"] = "1"
    from trellis.core.foundation.boot import start_django

    start_django(create=True)
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    settings.DEBUG = False  # as served; DEBUG above is for static files only
    group, teacher, keys = _build()
    client = Client()
    client.force_login(teacher)
    whole, outcome_page = f"/groups/{group}/gradebook/", f"/groups/{group}/gradebook/{keys[0]}/"
    for name, address in (("sums, 120 by 5", whole), ("one outcome, 120 by 40", outcome_page)):
        client.get(address)
        times = []
        for _ in range(RUNS):
            began = perf_counter()
            assert client.get(address).status_code == 200
            times.append((perf_counter() - began) * 1000)
        print(f"  {name:<24} {median(times):6.1f} ms median of {RUNS}")
    print("bar 150 ms")


def _build() -> tuple[object, object, list[str]]:
    """A class of 120 whose work on 40 products was all read, on five outcomes."""
    from django.utils import timezone

    from trellis.assessment.evidence.models import Score, Work
    from trellis.core.community.models import Account, Group, Network, Person, Role, School, Tie
    from trellis.core.foundation import ledger
    from trellis.design.blueprint.package import builtin_packages, read_package
    from trellis.design.blueprint.services import adopt_package, load_package
    from trellis.design.frameworks.models import Outcome
    from trellis.learning.projects.models import Member, Product, Project

    draw, now = Random(2027), timezone.now()
    with ledger.act("build a benchmark"):
        network = Network.objects.create(name="Bench", slug="bench", invented=True)
        school = School.objects.create(network=network, name="Bench High")
        package = load_package(read_package(builtin_packages()["new-tech"]))
        adopt_package(school, package)
        body = read_package(builtin_packages()["new-tech"])
        read = {row.outcome for rubric in body.rubrics.rubrics for row in rubric.criteria}
        outcomes = list(Outcome.objects.filter(framework=package.framework_id, key__in=read))[:OUTCOMES]
        group = Group.objects.create(school=school, kind=Group.Kind.CLASS, title="Everybody")
        teacher = Person.objects.create(network=network, given_name="Tomas")
        ties = [Tie(person=teacher, role=Role.TEACHER, to_group=group)]
        people = [Person(network=network, given_name=f"Student {n}") for n in range(STUDENTS)]
        Person.objects.bulk_create(people)
        ties += [Tie(person=student, role=Role.STUDENT, to_group=group) for student in people]
        ties += [Tie(person=student, role=Role.STUDENT, to_school=school) for student in people]
        Tie.objects.bulk_create(ties)
        days = {"starts": now.date() - timedelta(days=90), "ends": now.date() + timedelta(days=9)}
        project = Project.objects.create(school=school, title="One", driving_question="?", **days)
        Member.objects.bulk_create([Member(project=project, student=student) for student in people])
        weights = {outcome.key: 50 for outcome in outcomes}
        products = [Product(project=project, title=f"P{n}", weights=weights) for n in range(PRODUCTS)]
        Product.objects.bulk_create(products)
        works = [
            Work(
                student=student, title="W", product=each, shown_at=now - timedelta(days=draw.randrange(1, 80))
            )
            for student in people
            for each in products
        ]
        Work.objects.bulk_create(works)
        Score.objects.bulk_create(
            Score(work=work, outcome=outcome, scorer=teacher, level=draw.randint(1, 4), scored_at=now)
            for work in works
            for outcome in outcomes
        )
        account = Account.objects.create_user("bench", person=teacher)
    return group.pk, account, [outcome.key for outcome in outcomes]
