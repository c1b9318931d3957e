"""Teams of students in a project. Who: its teachers, a day before it begins; they leave with teams that are mixed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.core.community.models import Group, Person, Role, Tie
from trellis.core.community.viewer import SCHOOL_ROLES, active_at
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.refusal import ActionError
from trellis.core.foundation.revisions import posted_revision
from trellis.core.foundation.typed import parse_small_number

from . import permissions, selectors, teams
from .design_views import get_wording_or_404
from .models import Contract, Member, Project


@page_for(*SCHOOL_ROLES)
def team_page(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Who works in it, in which team, and what each team agreed on."""
    viewer = request.viewer
    project = selectors.project_or_404(viewer, project_id)
    words = get_wording_or_404(project)
    if not permissions.may_write(viewer, project):
        raise Http404
    context: dict[str, Any] = {"project": project, "words": words}
    if request.method == "POST":
        verbs = {
            "bring": _add_students,
            "propose": _propose_teams,
            "keep": _save_teams,
            "agree": _save_agreement,
            "out": _remove_member,
        }
        verb = verbs.get(request.POST.get("do", ""))
        if verb is None:
            raise Http404
        try:
            message = verb(request, context)
        except ActionError as error:
            messages.error(request, error.message)
            return render(request, "projects/teams.html", _teams_context(request, context), status=422)
        if message:
            messages.success(request, message)
            return redirect("project-teams", project_id)
    return render(request, "projects/teams.html", _teams_context(request, context))


def _teams_context(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    viewer, project = request.viewer, context["project"]
    members_by_team = selectors.members_of(viewer, project)
    proposed = context.get("proposed")
    if proposed:
        every = [member for some in members_by_team.values() for member in some]
        members_by_team = {}
        for member in every:
            members_by_team.setdefault(proposed.get(member.pk, member.team), []).append(member)
    agreed = {
        contract.team: contract for contract in Contract.objects.seen_by(viewer).filter(project=project)
    }
    rows = [(number, some, agreed.get(number)) for number, some in sorted(members_by_team.items())]
    count = sum(len(some) for _number, some, _contract in rows)
    return context | {"teams": rows, "count": count, "groups": _available_groups(request, project)}


def _available_groups(request: HttpRequest, project: Project) -> list[Group]:
    """Groups of the school whose students could work in it: the viewer sees them."""
    groups = Group.objects.seen_by(request.viewer).filter(school=project.school_id)
    groups = groups.exclude(kind=Group.Kind.WORK)
    return list(groups.order_by("kind", "title"))


def _add_students(request: HttpRequest, context: dict[str, Any]) -> str:
    chosen = set(request.POST.getlist("group"))
    groups = [group.pk for group in _available_groups(request, context["project"]) if str(group.pk) in chosen]
    if not groups:
        raise ActionError(_("Choose at least one group."))
    viewer = request.viewer
    ties = Tie.objects.seen_by(viewer).filter(active_at(viewer.now), to_group__in=groups, role=Role.STUDENT)
    people = Person.objects.seen_by(viewer).filter(pk__in=ties.values("person"))
    came = teams.add_students(context["project"], {person.pk: person for person in people}, viewer.person_id)
    return ngettext("%(n)d student added.", "%(n)d students added.", came) % {"n": came}


def _members(request: HttpRequest, context: dict[str, Any]) -> list[Member]:
    members = Member.objects.seen_by(request.viewer).filter(project=context["project"])
    return list(members.select_related("student").order_by("pk"))


def _propose_teams(request: HttpRequest, context: dict[str, Any]) -> str:
    post = request.POST
    size = parse_small_number(post.get("size", ""))
    members = _members(request, context)
    context["proposed"] = teams.propose_teams(context["project"], members, size, post.get("rule", ""))
    return ""


def _save_teams(request: HttpRequest, context: dict[str, Any]) -> str:
    teams_by_member = {}
    for member in _members(request, context):
        text = request.POST.get(f"team-{member.pk}", "")
        if text:
            teams_by_member[member.pk] = parse_small_number(text)
    changed = teams.save_teams(context["project"], teams_by_member, request.viewer.person_id)
    return ngettext(
        "Saved. %(n)d student changed teams.", "Saved. %(n)d students changed teams.", changed
    ) % {"n": changed}


def _save_agreement(request: HttpRequest, context: dict[str, Any]) -> str:
    post = request.POST
    team = parse_small_number(post.get("team", ""))
    roles = {member.pk: post.get(f"role-{member.pk}", "") for member in _members(request, context)}
    roles = {key: role for key, role in roles.items() if f"role-{key}" in post}
    shown = {key: post[f"shown-role-{key}"] for key in roles if f"shown-role-{key}" in post}
    by, seen = request.viewer.person_id, posted_revision(request)
    teams.save_agreement(context["project"], team, post.get("words", ""), roles, by, seen, shown)
    return _("Saved.")


def _remove_member(request: HttpRequest, context: dict[str, Any]) -> str:
    member_id = request.POST.get("member", "")
    member = next((member for member in _members(request, context) if str(member.pk) == member_id), None)
    if member is None:
        raise Http404
    teams.remove_member(member, request.viewer.person_id)
    return _("Removed. The work they turned in is still saved.")
