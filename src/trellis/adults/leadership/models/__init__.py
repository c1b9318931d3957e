"""What a leader of a school hands over, who shares what a leader does, who learns to lead, and who is in training."""

from .handovers import HandoverItem, HandoverQuestion, LeaderHandover, ResponsiblePerson
from .pathways import Cohort, CohortMeeting, CohortMember, StartedPathway, StartedStep
from .trainees import Trainee

__all__ = [
    "Cohort",
    "CohortMeeting",
    "CohortMember",
    "HandoverItem",
    "HandoverQuestion",
    "LeaderHandover",
    "ResponsiblePerson",
    "StartedPathway",
    "StartedStep",
    "Trainee",
]
