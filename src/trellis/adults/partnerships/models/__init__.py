"""Agreements with districts and charter schools, and the district's rules that a model needs changed."""

from .agreements import (
    AgreementElement,
    AgreementParty,
    AgreementPromise,
    AgreementSchool,
    PartnerAgreement,
    PromiseDelivery,
)
from .duties import AgreementDuty
from .policies import DistrictPolicy, PolicySchool
from .reminders import DeadlineReminder

__all__ = [
    "AgreementDuty",
    "AgreementElement",
    "AgreementParty",
    "AgreementPromise",
    "AgreementSchool",
    "DeadlineReminder",
    "DistrictPolicy",
    "PartnerAgreement",
    "PolicySchool",
    "PromiseDelivery",
]
