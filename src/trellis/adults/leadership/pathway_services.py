"""Writing a pathway: starting it by one's own wish, who may see it, evidence for its steps, and what is confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.assessment.portfolios.models import Task
from trellis.core.community.models import Person, School
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import save_if_current
from trellis.design.blueprint.package.people import Pathway
from trellis.learning.internships.models import Placement
from trellis.learning.projects.sent_files import accept_file

from .handover_services import today_at
from .models import CohortMember, StartedPathway, StartedStep

REASON = "write a pathway that the caller may change"


def start_pathway(person: Person, school: School, pathway: Pathway) -> StartedPathway:
    """Start a stage by the person's own wish. Nobody else sees it. Sent twice, or after it was stopped, it is one, and
    what was written is there again."""
    with ledger.act("start a pathway", by=person.pk):
        rows = StartedPathway.objects.unscoped(REASON).filter(person=person, key=pathway.key)
        rows.exclude(deleted_at=None).update(deleted_at=None, school=school, modified=timezone.now())
        existing = rows.first()
        if existing:
            return existing
        row = StartedPathway.objects.create(
            person=person,
            school=school,
            key=pathway.key,
            title=pathway.title,
            started_on=today_at(school),
        )
        StartedStep.objects.bulk_create(
            StartedStep(
                pathway=row,
                key=step.key,
                position=number,
                title=step.title,
                evidence_asked=step.evidence or "",
            )
            for number, step in enumerate(pathway.steps, start=1)
        )
    return row


def stop_pathway(pathway: StartedPathway, by: UUID) -> None:
    """Stop it: from now on nobody sees it, and whoever starts it again starts in private."""
    with ledger.act("stop a pathway", by=by, about=pathway.pk):
        StartedPathway.objects.unscoped(REASON).filter(pk=pathway.pk, deleted_at=None).update(
            deleted_at=timezone.now(),
            mentor=None,
            shown_to_network=False,
            shown_to_leaders=False,
            named=False,
            revision=F("revision") + 1,
        )
        _leave_cohorts(pathway)


def _leave_cohorts(pathway: StartedPathway) -> None:
    CohortMember.objects.unscoped(REASON).filter(pathway=pathway, deleted_at=None).update(
        deleted_at=timezone.now()
    )


def save_sharing(
    pathway: StartedPathway,
    values: Mapping[str, object],
    seen: int | None,
    labels: Mapping[str, str],
    by: UUID,
) -> None:
    """Write who may see a pathway. Hidden from the network, it is in no cohort.

    Raises ActionError where somebody would be named whose pathway the network does not see.
    """
    if values["named"] and not values["shown_to_network"]:
        raise ActionError(_("Show your pathway to the network’s program staff first."), field="named")
    if pathway.mentor != values["mentor"]:
        values = {**values, "mentor_chosen_at": timezone.now() if values["mentor"] else None}
    with ledger.act("share a pathway", by=by, about=pathway.pk):
        save_if_current(pathway, values, seen, labels)
        if not values["shown_to_network"]:
            _leave_cohorts(pathway)


def save_meeting(
    pathway: StartedPathway,
    values: Mapping[str, object],
    seen: int | None,
    labels: Mapping[str, str],
    by: UUID,
) -> None:
    """Write when and where the person and their mentor meet next."""
    with ledger.act("plan a mentor meeting", by=by, about=pathway.pk):
        save_if_current(pathway, values, seen, labels)


@dataclass(frozen=True)
class Evidence:
    """What shows a step: words, a link, a file, and a piece of practice or an apprenticeship of one's own."""

    words: str = ""
    link: str = ""
    file: UploadedFile | None = None
    task: Task | None = None
    apprenticeship: Placement | None = None


def save_evidence(
    step: StartedStep, evidence: Evidence, seen: int | None, labels: Mapping[str, str], by: UUID
) -> None:
    """Write what shows a step; a new file replaces the one before. Raises ActionError for a confirmed step."""
    upload = accept_file(evidence.file) if evidence.file else None
    with ledger.act("add evidence to a pathway", by=by, about=step.pathway_id):
        if StartedStep.objects.unscoped(REASON).filter(pk=step.pk, confirmed_on__isnull=False).exists():
            raise ActionError(_("This step is confirmed already. Open it again to change it."))
        values: dict[str, object] = {
            "words": evidence.words,
            "link": evidence.link,
            "task": evidence.task,
            "apprenticeship": evidence.apprenticeship,
        }
        if upload:
            step.file.save(upload.stored, upload.content, save=False)
            values |= {
                "file": step.file.name,
                "file_name": upload.name[:160],
                "media_type": upload.media_type,
            }
        save_if_current(step, values, seen, labels)


def save_comment(
    step: StartedStep, comment: str, seen: int | None, labels: Mapping[str, str], by: UUID
) -> None:
    """Write what the mentor says about a step."""
    with ledger.act("comment on a pathway", by=by, about=step.pathway_id):
        save_if_current(step, {"comment": comment}, seen, labels)


def confirm_step(step: StartedStep, seen: int | None, by: UUID) -> None:
    """Confirm a step on the evidence that the page showed. Pressed twice, it is once.

    Raises ActionError for a step without evidence, and where the evidence has changed since.
    """
    with ledger.act("confirm a pathway step", by=by, about=step.pathway_id):
        rows = StartedStep.objects.unscoped(REASON).filter(pk=step.pk)
        step = rows.select_related("pathway__school").get()
        if step.confirmed_on:
            return
        if not step.has_evidence:
            raise ActionError(_("There is no evidence for this step yet."))
        if seen is not None and step.revision != seen:
            raise ActionError(_("The evidence has changed. Read it again, then confirm."))
        rows.update(
            confirmed_on=today_at(step.pathway.school),
            confirmed_by=by,
            revision=F("revision") + 1,
            modified=timezone.now(),
        )


def reopen_step(step: StartedStep, by: UUID) -> None:
    """Take a confirmation back. The evidence stays."""
    with ledger.act("open a pathway step again", by=by, about=step.pathway_id):
        StartedStep.objects.unscoped(REASON).filter(pk=step.pk, confirmed_on__isnull=False).update(
            confirmed_on=None, confirmed_by=None, revision=F("revision") + 1, modified=timezone.now()
        )
