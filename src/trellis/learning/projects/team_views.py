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
from trellis.core.community.viewer import AT_SCHOOL, active
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.refusal import Refusal
from trellis.core.foundation.revisions import revision_in
from trellis.core.foundation.typed import number_of

from . import permissions, selectors, teams
from .design_views import words_of
from .models import Contract, Member, Project


@page_for(*AT_SCHOOL)
def team_page(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Who works in it, in which team, and what each team agreed on."""
    viewer = request.viewer
    project = selectors.project_or_404(viewer, project_id)
    words = words_of(project)
    if not permissions.may_write(viewer, project):
        raise Http404
    context: dict[str, Any] = {"project": project, "words": words}
    if request.method == "POST":
        verbs = {"bring": _bring, "propose": _propose, "keep": _keep, "agree": _agree, "out": _out}
        verb = verbs.get(request.POST.get("do", ""))
        if verb is None:
            raise Http404
        try:
            message = verb(request, context)
        except Refusal as error:
            messages.error(request, error.sentence)
            return render(request, "projects/teams.html", _told(request, context), status=422)
        if message:
            messages.success(request, message)
            return redirect("project-teams", project_id)
    return render(request, "projects/teams.html", _told(request, context))


def _told(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
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
    return context | {"teams": rows, "count": count, "groups": _groups(request, project)}


def _groups(request: HttpRequest, project: Project) -> list[Group]:
    """Groups of the school whose students could work in it: the viewer sees them."""
    groups = Group.objects.seen_by(request.viewer).filter(school=project.school_id)
    groups = groups.exclude(kind=Group.Kind.WORK)
    return list(groups.order_by("kind", "title"))


def _bring(request: HttpRequest, context: dict[str, Any]) -> str:
    chosen = set(request.POST.getlist("group"))
    groups = [group.pk for group in _groups(request, context["project"]) if str(group.pk) in chosen]
    if not groups:
        raise Refusal(_("Choose at least one group."))
    viewer = request.viewer
    ties = Tie.objects.seen_by(viewer).filter(active(viewer.now), to_group__in=groups, role=Role.STUDENT)
    people = Person.objects.seen_by(viewer).filter(pk__in=ties.values("person"))
    came = teams.bring_in(context["project"], {person.pk: person for person in people}, viewer.person_id)
    return ngettext("%(n)d student added.", "%(n)d students added.", came) % {"n": came}


def _members(request: HttpRequest, context: dict[str, Any]) -> list[Member]:
    members = Member.objects.seen_by(request.viewer).filter(project=context["project"])
    return list(members.select_related("student").order_by("pk"))


def _propose(request: HttpRequest, context: dict[str, Any]) -> str:
    post = request.POST
    size = number_of(post.get("size", ""))
    members = _members(request, context)
    context["proposed"] = teams.propose(context["project"], members, size, post.get("rule", ""))
    return ""


def _keep(request: HttpRequest, context: dict[str, Any]) -> str:
    teams_by_member = {}
    for member in _members(request, context):
        text = request.POST.get(f"team-{member.pk}", "")
        if text:
            teams_by_member[member.pk] = number_of(text)
    changed = teams.keep(context["project"], teams_by_member, request.viewer.person_id)
    return ngettext(
        "Saved. %(n)d student changed teams.", "Saved. %(n)d students changed teams.", changed
    ) % {"n": changed}


def _agree(request: HttpRequest, context: dict[str, Any]) -> str:
    post = request.POST
    team = number_of(post.get("team", ""))
    roles = {member.pk: post.get(f"role-{member.pk}", "") for member in _members(request, context)}
    roles = {key: role for key, role in roles.items() if f"role-{key}" in post}
    shown = {key: post[f"shown-role-{key}"] for key in roles if f"shown-role-{key}" in post}
    by, seen = request.viewer.person_id, revision_in(request)
    teams.agree(context["project"], team, post.get("words", ""), roles, by, seen, shown)
    return _("Saved.")


def _out(request: HttpRequest, context: dict[str, Any]) -> str:
    member_id = request.POST.get("member", "")
    member = next((member for member in _members(request, context) if str(member.pk) == member_id), None)
    if member is None:
        raise Http404
    teams.take_out(member, request.viewer.person_id)
    return _("Removed. The work they turned in is still saved.")
