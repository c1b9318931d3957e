"""What people send about the agreement of one internship: its details, approval, signatures, the start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community.models import Link, Person
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.form_fields import LineField

from . import agreements, checks, labor_rules, selectors, site_requests
from .models import Agreement, InternshipTerms, Placement, Reservation, Site
from .programs import InternshipProgram, internship_weekdays
from .terms_forms import TermsForm

NAME_ERROR = gettext_lazy("Enter the name of the person who is signing.")


@dataclass(frozen=True)
class AgreementPage:
    """What the forms are about. may_manage: the viewer works with the student. approvers: who answers the request."""

    student: Person
    program: InternshipProgram
    hold: Reservation
    agreement: Agreement | None
    unsettled: list[checks.CheckStatus]
    may_manage: bool
    approvers: list[Person]

    @property
    def today(self) -> date:
        return self.program.today

    @property
    def site(self) -> Site:
        return self.hold.internship_site

    @property
    def terms(self) -> InternshipTerms | None:
        return self.agreement

    @property
    def usual_days(self) -> list[int]:
        """The school's internship days on which the site takes students."""
        days = internship_weekdays(self.program.package)
        return sorted(days & frozenset(self.site.weekdays or days))

    @property
    def signed_by(self) -> tuple[str, ...]:
        """The parts in which somebody signs."""
        return self.program.internship.signed_by

    def part_of(self, viewer: Viewer) -> str:
        """The part in which the viewer signs: the student, their family, or the advisor; "" for other staff."""
        if self.student.pk == viewer.person_id:
            return "student"
        if self.may_manage:
            return "advisor" if self.may_approve(viewer) else ""
        return "guardian"

    def may_approve(self, viewer: Viewer) -> bool:
        """Whether the viewer answers the request for the school."""
        return self.may_manage and viewer.person in self.approvers

    def labor_warnings(self, terms: InternshipTerms) -> list[labor_rules.LaborWarning]:
        """The labor rules that the terms may break."""
        signed = (
            bool(self.signed_by)
            and isinstance(terms, Agreement)
            and all(agreements.signatures_by_part(terms, self.signed_by).values())
        )
        program = self.program
        return labor_rules.labor_warnings(self.student.pk, program.school, program.package, terms, signed)

    def worries(self, terms: InternshipTerms) -> list[object]:
        """All that somebody has to check first: the site's checks and the labor rules."""
        return [*self.unsettled, *self.labor_warnings(terms)]


class WriteForm(TermsForm[AgreementPage]):
    """The agreement's details."""

    do = "write"

    mentor = forms.ChoiceField(required=False)
    work = forms.CharField(
        label=gettext_lazy("Work that helps the site and teaches the student"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"max_length": gettext_lazy("Describe the work in 600 characters or fewer.")},
    )

    def prepare(self) -> None:
        super().prepare()
        page = self.subject
        self.mentors = {str(person.pk): person for person in selectors.mentors_at(page.site)}
        self.fields["mentor"].choices = [
            ("", "–"),
            *((key, person.name) for key, person in self.mentors.items()),
        ]
        if page.agreement:
            self.initial |= {"mentor": page.agreement.mentor_id, "work": page.agreement.work}
        else:
            self.initial["days"] = [str(day) for day in page.usual_days]
            if len(self.mentors) == 1:
                self.initial["mentor"] = next(iter(self.mentors))

    def save(self) -> str:
        page, sent, terms = self.subject, self.cleaned_data, self.terms()
        mentor = self.mentors.get(sent["mentor"])
        self.draft = Agreement(hold=page.hold, mentor=mentor, work=sent["work"], **terms)
        agreements.write_agreement(
            page.hold, terms, sent["work"], mentor, page.worries, sent["looked"], self.by, self.seen
        )
        return _("Saved.")


class AgreementForm(ActionForm[Agreement]):
    """A form about an agreement whose details were entered."""

    subject: AgreementPage

    def get_agreement(self) -> Agreement:
        """The agreement. Raises ActionError while there is none."""
        if self.subject.agreement is None:
            raise ActionError(_("Enter the days and hours first."))
        return self.subject.agreement


class ApproveForm(AgreementForm):
    do = "approve"
    submit = gettext_lazy("Approve")

    looked = forms.BooleanField(
        label=gettext_lazy("I have checked this"),
        required=False,
        widget=forms.CheckboxInput(attrs={"required": True}),
    )

    def save(self) -> str:
        agreement = self.get_agreement()
        site_requests.approve_request(
            agreement.hold, self.subject.worries(agreement), self.cleaned_data["looked"], self.viewer.person
        )
        return _("Approved. You may now tell the site who is coming.")


class SignForm(AgreementForm):
    """The viewer's own signature. Posted as `read` is the hash of the words on the screen."""

    do = "sign"
    submit = gettext_lazy("I agree and sign")

    def save(self) -> str:
        agreement, part = self.get_agreement(), self.subject.part_of(self.viewer)
        if part not in self.subject.signed_by:
            raise Http404
        signer = self.viewer.person
        agreements.sign_agreement(agreement, part, signer.name, self.data.get("read", ""), signer)
        return _("Signed. Thank you.")


class PaperForm(AgreementForm):
    """A signature on paper, entered by the school."""

    do = "paper"
    submit = gettext_lazy("Mark as signed")

    part = forms.CharField(required=False, widget=forms.HiddenInput)
    name = LineField(
        label=gettext_lazy("Who signed"), max_length=120, error_messages={"required": NAME_ERROR}
    )

    def for_part(self, part: str) -> PaperForm:
        """This form for one part: itself with what was typed, if it was sent for it."""
        if self.is_bound and self.data.get("part") == part:
            return self
        return PaperForm(
            request=self.request,
            subject=self.subject,
            initial={"part": part},
            auto_id=f"paper-{part}-%s",
        )

    def save(self) -> str:
        agreement, sent = self.get_agreement(), self.cleaned_data
        if sent["part"] not in self.subject.signed_by:
            raise Http404
        read, viewer = self.data.get("read", ""), self.viewer.person
        agreements.sign_agreement(agreement, sent["part"], sent["name"], read, viewer, on_paper=True)
        return _("Marked as signed on paper.")


class SendForm(AgreementForm):
    """Send somebody a link to sign. `link` is shown once, on the page that follows, with `receiver`."""

    do = "send"
    link = ""
    receiver: Person | None = None

    to = forms.CharField(required=False, widget=forms.HiddenInput)

    def save(self) -> str:
        agreement = self.get_agreement()
        people = [
            *selectors.family_of(self.subject.student),
            *([agreement.mentor] if agreement.mentor else []),
        ]
        receiver = {str(person.pk): person for person in people}.get(self.cleaned_data["to"])
        if receiver is None:
            raise Http404
        self.receiver = receiver
        self.link = agreements.send_signing_link(agreement, receiver, self.by, self._address)
        return ""

    def _address(self, token: str) -> str:
        return self.request.build_absolute_uri(reverse("agreement-link", args=[token]))


class BeginPlacementForm(AgreementForm):
    """Start the placement: `placement`."""

    do = "begin"
    submit = gettext_lazy("Start placement")
    placement: Placement | None = None

    def save(self) -> str:
        model = self.subject.program.internship
        self.placement = agreements.begin_placement(self.get_agreement(), model, self.by)
        return _("The placement is set up.")


def page_forms(page: AgreementPage, viewer: Viewer) -> tuple[type[ActionForm], ...]:
    """What the viewer may do on the page of an agreement."""
    if not page.may_manage:
        return (SignForm,)
    school_forms = (WriteForm, PaperForm, SendForm, BeginPlacementForm, SignForm)
    return (*school_forms, ApproveForm) if page.may_approve(viewer) else school_forms


@dataclass(frozen=True)
class LinkedAgreement:
    """An agreement that a link shows to somebody without an account."""

    agreement: Agreement
    link: Link

    @property
    def part(self) -> str:
        """The part in which the link's person signs."""
        return "mentor" if self.agreement.mentor_id == self.link.person_id else "guardian"


class SignByLinkForm(ActionForm[Agreement]):
    """The signature of the mentor or the family, by a link."""

    submit = gettext_lazy("I agree and sign")
    subject: LinkedAgreement

    name = LineField(label=gettext_lazy("Your name"), max_length=120, error_messages={"required": NAME_ERROR})

    def prepare(self) -> None:
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        person = self.subject.link.person
        self.initial["name"] = person.name if person else ""

    def save(self) -> str:
        linked, name, read = self.subject, self.cleaned_data["name"], self.data.get("read", "")
        agreements.sign_agreement(
            linked.agreement, linked.part, name, read, linked.link.person, link=linked.link
        )
        return ""
