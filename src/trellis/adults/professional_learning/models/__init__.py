"""Events for adults and their sessions, who signed up, and what people learned there."""

from .credentials import CredentialAward
from .events import EventMaterial, EventPrerequisite, LearningEvent, LearningSession, SessionCredit
from .learning import DirectoryEntry, EventFeedback, HoursGoal, LearningCertificate, PracticeTry
from .sign_ups import SessionAttendance, SessionChoice, SignUp
from .visits import VisitRecord

__all__ = [
    "CredentialAward",
    "DirectoryEntry",
    "EventFeedback",
    "EventMaterial",
    "EventPrerequisite",
    "HoursGoal",
    "LearningCertificate",
    "LearningEvent",
    "LearningSession",
    "PracticeTry",
    "SessionAttendance",
    "SessionChoice",
    "SessionCredit",
    "SignUp",
    "VisitRecord",
]
