"""An agreement of a network with a district or a charter school: who signs it, what it covers, what it promises."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import District, Network, Person, School
from trellis.core.foundation.models import Record, Revised


class PartnerAgreement(Revised):
    """An agreement on services, on data, or on both. Signed, its terms stay; an amendment is an agreement of its own.

    An agreement on data may follow the National Data Privacy Agreement: its form, version and parent are stored, and
    never its text.
    """

    class Kind(models.TextChoices):
        SERVICES = "services", _("Services")
        DATA = "data", _("Data privacy")
        BOTH = "both", _("Services and data privacy")
        RESEARCH = "research", _("Research")
        LABOR = "side-letter", _("Side letter with a union")
        OTHER = "other", _("Other")

    class Form(models.TextChoices):
        STANDARD = "standard", _("Standard form")
        VENDOR = "vendor-specific", _("Vendor-specific form")
        DISTRICT = "district-modified", _("District-modified form")

    class Renewal(models.TextChoices):
        NONE = "none", _("Ends on its last day")
        AUTOMATIC = "automatic", _("Renews by itself")
        VOTE = "vote", _("Renews by a vote")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SENT = "sent", _("Waiting for signatures")
        SIGNED = "signed", _("Signed")
        ENDED = "ended", _("Ended")

    network = models.ForeignKey(Network, models.CASCADE, related_name="agreements")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="agreements")
    school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="+", help_text="A charter school."
    )
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="amendments")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=160)
    form = models.CharField(max_length=20, choices=Form.choices, blank=True, default="")
    form_version = models.CharField(max_length=20, blank=True, default="")
    purposes = models.TextField(blank=True, default="")
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    renewal = models.CharField(max_length=10, choices=Renewal.choices, default=Renewal.NONE)
    notice_by = models.DateField(null=True, blank=True, help_text="The last day to give notice.")
    subcontractors = models.TextField(blank=True, default="")
    storage = models.TextField(blank=True, default="")
    encryption = models.TextField(blank=True, default="")
    end_of_data = models.TextField(blank=True, default="")
    deletion_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Days after the end by which data are deleted."
    )
    board_on = models.DateField(null=True, blank=True)
    board_item = models.CharField(max_length=80, blank=True, default="")
    review_on = models.DateField(null=True, blank=True, help_text="When both sides go over the promises.")
    responsible = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.DRAFT)
    sent_at = models.DateTimeField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    file = models.FileField(upload_to="agreements/%Y/%m", blank=True, default="")
    file_name = models.CharField(max_length=160, blank=True, default="")

    class Meta(Revised.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(district__isnull=True) ^ Q(school__isnull=True),
                name="partneragreement_one_partner",
            ),
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends=None) | Q(starts__lte=F("ends")),
                name="partneragreement_ends_after_start",
            ),
        ]

    @property
    def partner(self) -> District | School | None:
        """With whom the network agrees: a district, or a charter school."""
        return self.district or self.school

    @property
    def is_open(self) -> bool:
        """Whether its terms may still change."""
        return self.status in (self.Status.DRAFT, self.Status.SENT)

    @property
    def covers_data(self) -> bool:
        return self.kind in (self.Kind.DATA, self.Kind.BOTH, self.Kind.RESEARCH)


class AgreementParty(Record):
    """Somebody who signs: in which role, under which legal name. `wording`: the hash of the terms that they signed."""

    class Role(models.TextChoices):
        NETWORK = "network", _("Network")
        DISTRICT = "district", _("District")
        SCHOOL = "school", _("School")
        COLLEGE = "college", _("College")
        EMPLOYER = "employer", _("Employer")
        UNION = "union", _("Union")

    agreement = models.ForeignKey(PartnerAgreement, models.CASCADE, related_name="parties")
    role = models.CharField(max_length=10, choices=Role.choices)
    legal_name = models.CharField(max_length=160)
    signer_name = models.CharField(max_length=120, blank=True, default="")
    signer_title = models.CharField(max_length=120, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    signed_on = models.DateField(null=True, blank=True)
    signed_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    on_paper = models.BooleanField(default=False)
    wording = models.CharField(max_length=64, blank=True, default="")

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "role", "legal_name"], name="agreementparty_unique_name"
            )
        ]


class AgreementSchool(Record):
    """A school that an agreement covers."""

    agreement = models.ForeignKey(PartnerAgreement, models.CASCADE, related_name="schools")
    school = models.ForeignKey(School, models.CASCADE, related_name="agreements")

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["agreement", "school"], name="agreementschool_unique_school")
        ]


class AgreementElement(Record):
    """A kind of data that an agreement allows: a key of `data_elements.ELEMENTS`."""

    agreement = models.ForeignKey(PartnerAgreement, models.CASCADE, related_name="elements")
    element = models.CharField(max_length=40)

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["agreement", "element"], name="agreementelement_unique_element")
        ]


class AgreementPromise(Record):
    """What one side promises: in words, and where it can be counted, how much of what."""

    class Side(models.TextChoices):
        NETWORK = "network", _("Network")
        PARTNER = "partner", _("District or school")

    class Period(models.TextChoices):
        YEAR = "year", _("in a school year")
        WHOLE = "whole", _("over the whole agreement")
        WEEK = "week", _("every week")

    agreement = models.ForeignKey(PartnerAgreement, models.CASCADE, related_name="promises")
    by = models.CharField(max_length=8, choices=Side.choices)
    text = models.CharField(max_length=200)
    amount = models.PositiveIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True, default="")
    period = models.CharField(max_length=6, choices=Period.choices, default=Period.YEAR)


class PromiseDelivery(Record):
    """What was delivered of a promise, noted by somebody of either side. A week's amount is what stands since then."""

    promise = models.ForeignKey(AgreementPromise, models.CASCADE, related_name="deliveries")
    on = models.DateField()
    amount = models.PositiveIntegerField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True, default="")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
