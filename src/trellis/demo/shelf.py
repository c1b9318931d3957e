"""The invented network's library: what teachers published, what was vetted, one copy and what it offered back; and a
project that is tuned with a teacher of another school."""

from __future__ import annotations

from datetime import date, timedelta

from trellis.core.community.models import Network, Person, Role, Tie
from trellis.learning.library import forks, services
from trellis.learning.library.models import Entry, Fork
from trellis.learning.projects import design_services, project_transfer, tuning_services
from trellis.learning.projects.body import Benchmark, Part, Product, ProjectBody, Scaffold
from trellis.learning.projects.models import Author, Project, TuningSession

from .rows import school_day, utc_moment

HOUSING_PROJECT = ProjectBody(
    title="¿Quién vive aquí?",
    driving_question="¿Qué necesita saber una familia recién llegada para encontrar vivienda en nuestro barrio?",
    audience="La oficina de vivienda del condado",
    days=32,
    parts=(
        Part(
            key="entry-event",
            title="Evento de entrada",
            text="Una carta de la oficina de vivienda: necesita una guía que las familias puedan leer.",
        ),
        Part(
            key="scaffolding",
            title="Apoyos",
            text="Frases para entrevistar; glosario con dibujos; textos en dos idiomas.",
        ),
    ),
    products=(Product(key="guia", title="Una guía bilingüe", about="Ocho páginas con mapas.", team=True),),
    benchmarks=(
        Benchmark(key="entrevistas", title="Tres entrevistas", day=8),
        Benchmark(key="borrador", title="Borrador de la guía", day=22),
    ),
    scaffolds=(Scaffold(key="glosario", title="Glosario", about="Para quien empieza con el idioma"),),
)


def create_library(network: Network, today: date) -> None:
    """Publish what was designed, have the network vet some of it, and let one school follow another."""
    authors = Author.objects.system().filter(project__school__network=network).select_related("person")
    by_project: dict[Project, Person] = {}
    for author in authors.select_related("project", "project__school").order_by("created"):
        by_project.setdefault(author.project, author.person)
    if not by_project:
        return
    staff = (
        Tie.objects.system()
        .filter(role=Role.NETWORK_STAFF, to_network=network)
        .select_related("person")
        .first()
    )
    entries = []
    for number, (project, person) in enumerate(by_project.items()):
        details = services.PublicationDetails("CC-BY-SA-4.0", "en", 9, 10 + number % 3, "")
        entries.append(services.publish_project(project, details, False, person))
        if staff and number % 2 == 0:
            words = "Two schools taught it; the evidence behind the product is strong."
            services.review_entry(entries[-1], "vetted", words, staff.person)
    _publish_in_spanish(by_project, today)
    _create_copy_and_offer(entries[0], by_project, today)
    _arrange_tuning_session(entries[0], by_project, today)


def _publish_in_spanish(by_project: dict[Project, Person], today: date) -> None:
    project, person = list(by_project.items())[-1]
    new_project = project_transfer.create_project(
        HOUSING_PROJECT, project.school, today + timedelta(days=14), person, {}
    )
    services.publish_project(
        new_project, services.PublicationDetails("CC-BY-4.0", "es", 9, 12, ""), False, person
    )


def _create_copy_and_offer(entry: Entry, by_project: dict[Project, Person], today: date) -> None:
    """Another school takes a project over, changes the entry event, and offers that back."""
    taker = next((each for each in by_project.items() if each[0].school_id != entry.school_id), None)
    if taker is None:
        return
    project, person = taker
    copy = forks.fork_entry(entry, project.school, today + timedelta(days=21), person)
    sections = project_transfer.body_fields(project_transfer.project_body(copy))
    section = next(
        key for key in ("part:entry-event", "part:real-need", "part:experience") if key in sections
    )
    project_transfer.write_fields(copy, {section: "A neighbor comes in with a jar of water."}, person.pk, {})
    design_services.write_scaffold(copy, "Interview cards", "In the languages of the neighborhood", person.pk)
    fork = Fork.objects.system().select_related("entry", "project").get(project=copy)
    forks.offer_changes(fork, "A jar on the table worked better than a letter.", person)


def _arrange_tuning_session(entry: Entry, by_project: dict[Project, Person], today: date) -> None:
    """The team of the first project tunes it with a teacher of another school, who has commented already."""
    project, host = next(iter(by_project.items()))
    guest = next((person for each, person in by_project.items() if each.school_id != entry.school_id), None)
    if guest is None:
        return
    session = TuningSession.objects.create(
        project=project,
        arranged_by=host,
        starts=utc_moment(school_day(today + timedelta(days=3)), 20),
        place="The library",
        focus="Is the work worth doing for the people it is about?",
    )
    tuning_services.invite_colleague(session, guest, host)
    words = "What would make the director change something on the same day?"
    tuning_services.add_comment(project, "wonder", words, guest, session)
