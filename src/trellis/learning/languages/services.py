"""Writing about language: a student's background, levels, objectives, supports and home-language resources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Person
from trellis.core.foundation import ledger
from trellis.core.foundation.content_guard import reject_immigration_status
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.input_parsing import clean_line, parse_url, parse_whole_number
from trellis.core.foundation.languages import parse_language_tag
from trellis.core.foundation.revisions import create_or_save_if_current
from trellis.learning.projects.models import Product, Project

from . import scales
from .minutes import check_numbers, parse_minutes
from .models import (
    Domain,
    HomeResource,
    LanguageInWork,
    LanguageProfile,
    LevelScaffold,
    Objective,
    Proficiency,
    ResourceUse,
    ScaffoldUse,
)

WORK_DOMAINS = (Domain.WRITING, Domain.SPEAKING)
"""What of a student's English a work can show."""
ENTERED_SOURCES = (Proficiency.Source.TEST, Proficiency.Source.TEACHER)
"""Where a level comes from that somebody writes down; a work's own comes with its readings."""
MAX_MINUTES_A_DAY = 600
"""That a student can have worked with a resource."""


def get_scale(key: str) -> scales.Scale:
    """The scale of that key. Raises ActionError for one that is not installed."""
    scale = scales.available_scales().get(key)
    if scale is None:
        raise ActionError(_("Choose a scale."))
    return scale


def write_profile(
    student: Person,
    scale: str,
    literacy: Mapping[str, str],
    interrupted: bool | None,
    band: str,
    strengths: str,
    by: UUID,
    seen: int | None = None,
) -> LanguageProfile:
    """Say what a student brings. literacy: by home language; what nobody knows is left out.

    Raises EditConflict when somebody wrote the profile since it was shown at revision `seen`.
    """
    get_scale(scale)
    if band and band not in LanguageProfile.Band.values:
        raise ActionError(_("Choose one of the options for years in school, or leave it blank."))
    home_literacy = {tag: how for tag, how in literacy.items() if tag in student.home_languages and how}
    if not set(home_literacy.values()) <= set(LanguageProfile.Literacy.values):
        raise ActionError(_("For each language, choose what the student can do, or leave it blank."))
    values = {
        "scale": scale,
        "literacy": home_literacy,
        "interrupted": interrupted,
        "band": band,
        "strengths": reject_immigration_status(clean_line(strengths, 600)),
    }
    with ledger.act("save a language profile", by=by, about=student.pk):
        return create_or_save_if_current(
            LanguageProfile, {"student": student}, values, seen, _profile_labels()
        )


def _profile_labels() -> dict[str, str]:
    return {
        "strengths": _("Strengths"),
        "literacy": _("Home languages"),
        "band": _("Time in U.S. schools"),
        "interrupted": _("Was the student’s schooling interrupted for years (SIFE or SLIFE)?"),
        "scale": _("Scale"),
    }


def save_levels(
    student: Person,
    scale: str,
    levels: Mapping[str, str],
    at: date | None,
    source: str,
    by: UUID | None,
    shown: Mapping[str, str] | None = None,
) -> int:
    """Save levels by domain, as typed, and return how many; empty ones are left out. The same day is corrected.

    shown: by domain, the level of that day and source that the person has seen ("" for none). A different saved level
    is an EditConflict with both; without `shown` nothing is compared.
    """
    chosen_scale = get_scale(scale)
    if at is None or not date(2000, 1, 1) <= at <= timezone.localdate():
        raise ActionError(_("Choose the date of these levels, today or earlier."))
    if source not in ENTERED_SOURCES:
        raise ActionError(_("Choose whether the levels come from the test or from a teacher."))
    level_by_domain = {
        domain: parse_level(text, len(chosen_scale.levels))
        for domain, text in levels.items()
        if domain in Domain.values and text.strip()
    }
    if not level_by_domain:
        raise ActionError(_("Enter at least one level."))
    with ledger.act("record language levels", by=by, about=student.pk):
        proficiencies = Proficiency.objects.unscoped("keep one English level a day and domain")
        if shown is not None:
            existing = proficiencies.filter(student=student, scale=scale, at=at, source=source, of=None)
            check_numbers(
                level_by_domain, shown, dict(existing.values_list("domain", "level")), dict(Domain.choices)
            )
        for domain, level in level_by_domain.items():
            proficiencies.update_or_create(
                student=student, scale=scale, domain=domain, at=at, source=source, defaults={"level": level}
            )
    return len(level_by_domain)


def save_level_from_work(
    student: Person, scale: str, domain: str, level: int, of: UUID, what: str, by: UUID | None
) -> None:
    """Save what one work showed today of a student's language, once it was scored, beside what other works showed.

    `of`: the id of what was read, once; `what`: its title. `level` is one of the scale's.
    """
    with ledger.act("record language levels", by=by, about=student.pk, of=str(of)):
        Proficiency.objects.unscoped("keep one English level of a piece of work").update_or_create(
            of=of,
            domain=domain,
            defaults={
                "student": student,
                "scale": scale,
                "level": level,
                "at": timezone.localdate(),
                "source": Proficiency.Source.WORK,
                "what": what[:200],
            },
        )


def save_language_in_work(
    student: Person,
    product: Product,
    scale: str,
    levels: Mapping[str, str],
    by: Person,
    shown: Mapping[str, str] | None = None,
) -> int:
    """Save what a scorer saw of a student's English in one product, by domain, as typed. Saving again corrects it.

    Domains that are left open keep their level. Returns how many were entered. Raises ActionError for a level that the
    scale does not have. shown: by domain, what the page showed. Levels that were not changed on it stay as they are
    now; one that was saved with another level meanwhile is an EditConflict with both.
    """
    chosen_scale = get_scale(scale)
    level_by_domain = {
        domain: parse_level(text, len(chosen_scale.levels))
        for domain, text in levels.items()
        if domain in WORK_DOMAINS and text.strip()
    }
    changed = {
        domain: level
        for domain, level in level_by_domain.items()
        if shown is None or str(level) != shown.get(domain)
    }
    if changed:
        with ledger.act("score English in work", by=by.pk, about=student.pk, product=str(product.pk)):
            rows = LanguageInWork.objects.unscoped("read or write the scorer's own score")
            if shown is not None:
                existing = rows.filter(student=student, product=product, reader=by)
                _check_work_levels(changed, shown, dict(existing.values_list("domain", "level")))
            for domain, level in changed.items():
                rows.update_or_create(
                    student=student,
                    product=product,
                    domain=domain,
                    reader=by,
                    defaults={"scale": scale, "level": level, "read_at": timezone.now()},
                )
    return len(level_by_domain)


def _check_work_levels(typed: Mapping[str, int], shown: Mapping[str, str], saved: Mapping[str, int]) -> None:
    """Raise EditConflict as `check_numbers` does. The fields of the form are called `language-DOMAIN`."""
    check_numbers(
        {work_level_field(key): level for key, level in typed.items()},
        {work_level_field(key): text for key, text in shown.items()},
        {work_level_field(key): level for key, level in saved.items()},
        {work_level_field(key): str(label) for key, label in Domain.choices},
        same_person=True,
    )


def work_level_field(domain: str) -> str:
    """What the field is called in which a level of a domain is chosen."""
    return f"language-{domain}"


def parse_level(text: str, top: int) -> int:
    """A level from 1 to `top` as it was typed. Raises ActionError for anything else."""
    level = parse_whole_number(text)
    if level is None or not 1 <= level <= top:
        raise ActionError(_("Enter a level as a whole number from 1 to %(top)d.") % {"top": top})
    return level


def write_objective(
    project: Project, discipline: str, content: str, use: str, language: str, by: UUID
) -> Objective:
    """Say what a discipline asks, of content and of language."""
    if use not in Objective.Use.values:
        raise ActionError(_("Choose what language is used for: narrate, inform, explain or argue."))
    values = {
        "discipline": clean_line(discipline, 60, _("Enter the subject area.")),
        "content": clean_line(content, 400, _("Enter what students will know or be able to do.")),
        "language": clean_line(language, 400, _("Enter how students will use language along the way.")),
    }
    with ledger.act("save an objective", by=by, about=project.pk):
        return Objective.objects.create(project=project, use=use, **values)


def write_scaffold(
    project: Project, scale: str, domain: str, least: str, most: str, title: str, about: str, by: UUID
) -> LevelScaffold:
    """Add a support for some levels of a domain on a scale."""
    if domain not in Domain.values:
        raise ActionError(_("Choose listening, speaking, reading or writing."))
    top = len(get_scale(scale).levels)
    first, last = parse_level(least, top), parse_level(most, top)
    if first > last:
        raise ActionError(_("The first level is higher than the last level. Check both."))
    title = clean_line(title, 160, _("Enter a name for the support."))
    with ledger.act("add a support by level", by=by, about=project.pk):
        return LevelScaffold.objects.create(
            project=project,
            scale=scale,
            domain=domain,
            least=first,
            most=last,
            title=title,
            about=clean_line(about, 600),
        )


def add_resource(
    project: Project, language: str, title: str, link: str, about: str, by: UUID
) -> HomeResource:
    """Add something in a home language: a link, or words that say where it lies."""
    language = parse_language_tag(language)
    title, link, about = clean_line(title, 160, _("Enter a name.")), parse_url(link), clean_line(about, 600)
    if not link and not about:
        raise ActionError(_("Enter a link, or say where to find it."))
    with ledger.act("add a resource in a home language", by=by, about=project.pk):
        return HomeResource.objects.create(
            project=project, language=language, title=title, link=link, about=about
        )


def remove_row(row: Objective | LevelScaffold | HomeResource, by: UUID) -> None:
    """Take an objective, a support or a resource away."""
    with ledger.act("remove a row", by=by, about=row.pk, what=row._meta.model_name):
        rows = type(row).objects.unscoped("mark the row deleted").filter(pk=row.pk)
        rows.update(deleted_at=timezone.now(), modified=timezone.now())


def note_help(scaffold: LevelScaffold, students: Iterable[Person], by: UUID) -> int:
    """Note that a support helped some students today: once a day for each, however often it is pressed. Gives of how
    many that is new."""
    today = timezone.localdate()
    with ledger.act("record a helpful support", by=by, about=scaffold.pk):
        rows = ScaffoldUse.objects.unscoped("keep one entry a day")
        key = {"scaffold": scaffold, "day": today}
        return sum(rows.get_or_create(**key, student=who, defaults={"by_id": by})[1] for who in students)


def log_resource_use(resource: HomeResource, student: Person, minutes: str) -> None:
    """A student worked with a resource today; again on the same day says how long in all."""
    typed_minutes = parse_minutes(minutes, MAX_MINUTES_A_DAY)
    if not typed_minutes:
        raise ActionError(_("Enter how many minutes, at least 1."))
    with ledger.act("record use of a home-language resource", by=student.pk, about=resource.pk):
        ResourceUse.objects.unscoped("keep one entry a day").update_or_create(
            resource=resource, student=student, day=timezone.localdate(), defaults={"minutes": typed_minutes}
        )
