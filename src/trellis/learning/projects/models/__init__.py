"""Projects: a driving question, the teachers who design it, the students who work on it, and what they make."""

from .design import Author, Part, Product, Project, Resource, Scaffold, Standard, Step, TextVersion
from .tuning import TuningComment, TuningInvitation, TuningSession
from .work import (
    Agenda,
    Contract,
    Feedback,
    Member,
    MemberQuerySet,
    NeedToKnow,
    StepDone,
    StepDoneQuerySet,
    StepSubmission,
)

__all__ = [
    "Agenda",
    "Author",
    "Contract",
    "Feedback",
    "Member",
    "MemberQuerySet",
    "NeedToKnow",
    "Part",
    "Product",
    "Project",
    "Resource",
    "Scaffold",
    "Standard",
    "Step",
    "StepDone",
    "StepDoneQuerySet",
    "StepSubmission",
    "TextVersion",
    "TuningComment",
    "TuningInvitation",
    "TuningSession",
]
