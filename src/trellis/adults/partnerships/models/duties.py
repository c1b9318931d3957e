"""What is left to do once an agreement has ended."""

from django.db import models
from django.db.models import Q

from trellis.core.community.models import Person
from trellis.core.foundation.models import Revised

from .agreements import AgreementPromise, PartnerAgreement


class AgreementDuty(Revised):
    """One duty after the end: who does it, by when, and what shows that it was done. key: of `END_DUTIES`."""

    agreement = models.ForeignKey(PartnerAgreement, models.CASCADE, related_name="duties")
    key = models.CharField(max_length=20)
    side = models.CharField(max_length=8, choices=AgreementPromise.Side.choices)
    due = models.DateField()
    owner = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    evidence = models.CharField(max_length=300, blank=True, default="", help_text="What shows it.")

    class Meta(Revised.Meta):
        constraints = [
            models.UniqueConstraint(fields=["agreement", "key"], name="agreementduty_unique_key"),
            models.CheckConstraint(
                condition=Q(done_on=None) | ~Q(evidence=""), name="agreementduty_done_has_evidence"
            ),
        ]
