"""Designing a project. Who: two to six teachers, in planning time and at home, often at the same moment; they leave
with nothing lost, and with weeks that their students can carry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Role, School
from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.refusal import ActionError
from trellis.core.foundation.revisions import posted_revision
from trellis.core.foundation.typed import parse_day, posted_id
from trellis.design.blueprint.selectors import outcomes_of
from trellis.design.blueprint.wording import Wording, wording_of

from . import designing, load, permissions, selectors, standards, writing
from .models import Product, Project, Resource, Scaffold, Standard, Step, Tuning, Writing


def get_wording_or_404(project: Project) -> Wording:
    """The words of the project's school. 404 where its model has no projects."""
    words = wording_of(project.school_id)
    if words.package is None or not words.has("project"):
        raise Http404
    return words


@page_for(*SCHOOL_ROLES, Role.STUDENT)
def all_projects(request: HttpRequest) -> HttpResponse:
    """One's own projects first, then the school's; a teacher begins one here."""
    viewer, refused = request.viewer, ""
    if not viewer.staff_schools and Role.STUDENT not in viewer.roles:
        raise Http404
    schools = School.objects.seen_by(viewer).filter(pk__in=viewer.staff_schools).order_by("name")
    homes = [
        school for school in schools if wording_of(school.pk).package and wording_of(school.pk).has("project")
    ]
    if request.method == "POST":
        home = next((school for school in homes if str(school.pk) == request.POST.get("school", "")), None)
        if home is None:
            raise Http404
        try:
            project = designing.begin_project(
                home, request.POST.get("title", ""), *_parse_dates(request), viewer.person
            )
        except ActionError as error:
            refused = error.message
        else:
            return redirect("design", project.pk)
    context = {
        "projects": selectors.projects_of(viewer),
        "homes": homes,
        "refused": refused,
        "sent": request.POST,
    }
    return render(request, "projects/projects.html", context, status=422 if refused else 200)


def _parse_dates(request: HttpRequest) -> tuple[Any, Any]:
    days = parse_day(request.POST.get("starts", "")), parse_day(request.POST.get("ends", ""))
    if None in days:
        raise ActionError(_("Choose the first day and the last day."))
    return days


@page_for(*SCHOOL_ROLES)
def design(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """The design of a project: its parts, its team, what is due, and what colleagues said."""
    project = selectors.project_or_404(request.viewer, project_id)
    words = get_wording_or_404(project)
    if project.school_id not in request.viewer.staff_schools:
        raise Http404
    context = {"project": project, "words": words, "writes": permissions.may_write(request.viewer, project)}
    if request.method != "POST":
        return render(request, "projects/design.html", _design_context(request, context))
    verb = ACTIONS.get(request.POST.get("do", ""))
    if verb is None or not (context["writes"] or verb is _add_tuning):
        raise Http404
    try:
        messages.success(request, verb(request, context))
    except ActionError as error:
        messages.error(request, error.message)
        page_context = _design_context(request, context) | {"sent": request.POST}
        return render(request, "projects/design.html", page_context, status=422)
    return redirect("design", project.pk)


def _design_context(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    viewer, project, words = request.viewer, context["project"], context["words"]
    outcomes = outcomes_of(project.school_id)
    products = selectors.products_of(viewer, project)
    return context | {
        "stretches": selectors.design_sections(viewer, project, words.package.project.steps),
        "authors": selectors.authors_of(viewer, project),
        "colleagues": selectors.colleagues(viewer, project) if context["writes"] else [],
        "steps": selectors.steps_of(viewer, project),
        "products": [
            (
                product,
                [(outcomes[key].title, weight) for key, weight in product.weights.items() if key in outcomes],
                [
                    (key, outcomes[key].title, product.weights.get(key, ""))
                    for key in project.aims
                    if key in outcomes
                ],
            )
            for product in products
        ],
        "scaffolds": selectors.scaffolds_of(viewer, project),
        "resources": selectors.resources_of(viewer, project),
        "standards": selectors.standards_of(viewer, project),
        "frameworks": standards.available_frameworks(),
        "asked": request.GET.get("standard", "")[:120],
        "found": standards.find_outcomes(request.GET.get("standard", "")[:120]) if context["writes"] else [],
        "outcomes": [(outcome, outcome.key in project.aims) for outcome in outcomes.values()],
        "aims": [outcomes[key] for key in project.aims if key in outcomes],
        "rubrics": _rubric_choices(context["words"], project.aims),
        "weeks": load.project_weeks(viewer, project),
        "full": load.FULL_WEEK,
        "tunings": selectors.tunings_of(viewer, project),
        "tuning_steps": Tuning.Step.choices,
        "history": selectors.writings_of(viewer, project)[:12],
        "today": school_local_time(project.school, timezone.now()).date(),
    }


def _rubric_choices(words: Wording, aims: list[str]) -> list[tuple[str, str]]:
    """The model's rubrics that read an outcome of the project: key and title."""
    rubrics = words.package.rubrics.rubrics if words.package else ()
    return [
        (rubric.key, rubric.title)
        for rubric in rubrics
        if any(row.outcome in aims for row in rubric.criteria)
    ]


def _write_parts(request: HttpRequest, context: dict[str, Any]) -> str:
    """All parts that the page sent, each with the revision that its writer had seen."""
    post, sent = request.POST, {}
    for each in selectors.design_sections(
        request.viewer, context["project"], context["words"].package.project.steps
    ):
        key = each.section.key
        if (text := post.get(f"text-{key}")) is not None:
            seen = post.get(f"revision-{key}", "")
            sent[key] = (text, int(seen) if seen.isascii() and seen.isdigit() else 0)
    done = writing.write_parts(context["project"], sent, request.viewer.person_id)
    if any(change.became == Writing.Became.ASIDE for change in done):
        return _("Saved. Someone else changed the same text. Both versions are here: choose one below.")
    if any(change.became == Writing.Became.MERGED for change in done):
        return _("Saved, together with changes that someone else made at the same time.")
    return _("Saved.") if done else _("Nothing has changed.")


def _settle_writing(request: HttpRequest, context: dict[str, Any]) -> str:
    waiting = Writing.objects.seen_by(request.viewer).filter(part__project=context["project"])
    aside = get_object_or_404(waiting, pk=posted_id(request, "writing"))
    writing.settle_writing(aside, request.POST.get("choice", ""), request.viewer.person_id)
    return _("Saved. Both versions stay in the history.")


def _change_dates(request: HttpRequest, context: dict[str, Any]) -> str:
    project, by = context["project"], request.viewer.person_id
    shown = {name: parse_day(request.POST.get(f"shown-{name}", "")) for name in ("starts", "ends")}
    designing.change_dates(project, *_parse_dates(request), by, posted_revision(request), shown)
    return _("Saved.")


def _choose_outcomes(request: HttpRequest, context: dict[str, Any]) -> str:
    outcomes = outcomes_of(context["project"].school_id)
    post, by = request.POST, request.viewer.person_id
    shown = {"aims": [key for key in outcomes if key in post.getlist("shown-aim")]}
    designing.choose_outcomes(
        context["project"], post.getlist("aim"), outcomes, by, posted_revision(request), shown
    )
    return _("Saved.")


def _add_author(request: HttpRequest, context: dict[str, Any]) -> str:
    around = {
        colleague.pk: colleague for colleague in selectors.colleagues(request.viewer, context["project"])
    }
    person = around.get(posted_id(request, "person"))
    if person is None:
        raise Http404
    designing.add_author(context["project"], person, request.viewer.person_id)
    return _("%(name)s is now on the project team.") % {"name": person.name}


def _remove_author(request: HttpRequest, context: dict[str, Any]) -> str:
    designing.remove_author(context["project"], posted_id(request, "person"), request.viewer.person_id)
    return _("Saved.")


def _write_step(request: HttpRequest, context: dict[str, Any]) -> str:
    post, project = request.POST, context["project"]
    steps = Step.objects.seen_by(request.viewer).filter(project=project)
    step = get_object_or_404(steps, pk=posted_id(request, "step")) if post.get("step") else None
    texts, due = (post.get("title", ""), post.get("note", "")), parse_day(post.get("due", ""))
    designing.write_step(project, step, *texts, due, request.viewer.person_id, posted_revision(request))
    return _("Saved.")


def _write_product(request: HttpRequest, context: dict[str, Any]) -> str:
    post, project = request.POST, context["project"]
    products = Product.objects.seen_by(request.viewer).filter(project=project)
    product = None
    if post.get("product"):
        product = get_object_or_404(products, pk=posted_id(request, "product"))
    elsewhere = product.weights.items() if product else ()  # of outcomes that another school worked towards
    weights = {key: str(weight) for key, weight in elsewhere if key not in project.aims}
    weights |= {key: post.get(f"weight-{key}", "") for key in project.aims}
    by = request.viewer.person_id
    fields = post.get("title", ""), post.get("about", ""), "team" in post, weights
    rubric_keys = {rubric.key for rubric in context["words"].package.rubrics.rubrics}
    rubrics = [key for key in post.getlist("rubric") if key in rubric_keys]
    designing.write_product(project, product, *fields, by, rubrics, posted_revision(request))
    return _("Saved.")


def _write_scaffold(request: HttpRequest, context: dict[str, Any]) -> str:
    post = request.POST
    by = request.viewer.person_id
    designing.write_scaffold(context["project"], post.get("title", ""), post.get("about", ""), by)
    return _("Saved.")


def _add_standard(request: HttpRequest, context: dict[str, Any]) -> str:
    standards.add_standard(context["project"], posted_id(request, "outcome"), request.viewer.person_id)
    return _("Saved.")


def _add_resource(request: HttpRequest, context: dict[str, Any]) -> str:
    title, by = request.POST.get("title", ""), request.viewer.person_id
    designing.add_resource(context["project"], request.FILES.get("file"), title, by)
    return _("Saved.")


def _remove_row(request: HttpRequest, context: dict[str, Any]) -> str:
    kind = {
        "step": Step,
        "product": Product,
        "scaffold": Scaffold,
        "resource": Resource,
        "standard": Standard,
    }.get(request.POST.get("kind", ""))
    if kind is None:
        raise Http404
    rows = kind.objects.seen_by(request.viewer).filter(project=context["project"])
    designing.remove_row(get_object_or_404(rows, pk=posted_id(request, "row")), request.viewer.person_id)
    return _("Removed. Work that was turned in for it is still saved.")


def _add_tuning(request: HttpRequest, context: dict[str, Any]) -> str:
    post = request.POST
    designing.add_tuning(
        context["project"], post.get("step", ""), post.get("words", ""), request.viewer.person
    )
    return _("Comment posted. The project team can see it.")


def _answer_tuning(request: HttpRequest, context: dict[str, Any]) -> str:
    tunings = Tuning.objects.seen_by(request.viewer).filter(project=context["project"])
    tuning = get_object_or_404(tunings, pk=posted_id(request, "tuning"))
    designing.answer_tuning(
        tuning, request.POST.get("words", ""), request.viewer.person_id, posted_revision(request)
    )
    return _("Answer posted.")


ACTIONS: dict[str, Callable[[HttpRequest, dict[str, Any]], str]] = {
    "write": _write_parts,
    "settle": _settle_writing,
    "move": _change_dates,
    "aim": _choose_outcomes,
    "join": _add_author,
    "leave": _remove_author,
    "step": _write_step,
    "product": _write_product,
    "scaffold": _write_scaffold,
    "resource": _add_resource,
    "standard": _add_standard,
    "away": _remove_row,
    "tune": _add_tuning,
    "answer": _answer_tuning,
}
