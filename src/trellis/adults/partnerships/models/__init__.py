"""Agreements with districts and charter schools, and the district's rules that a model needs changed."""

from .agreements import (
    AgreementElement,
    AgreementParty,
    AgreementPromise,
    AgreementSchool,
    PartnerAgreement,
    PromiseDelivery,
)
from .policies import DistrictPolicy
from .reminders import DeadlineReminder

__all__ = [
    "AgreementElement",
    "AgreementParty",
    "AgreementPromise",
    "AgreementSchool",
    "DeadlineReminder",
    "DistrictPolicy",
    "PartnerAgreement",
    "PromiseDelivery",
]
