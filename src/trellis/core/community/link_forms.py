"""What the person who created a link does with it: email it, or send a new one."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.core.foundation.action_forms import ActionForm

from . import link_sharing, links
from .models import Link


class LinkForm(ActionForm[Link]):
    """A form about one link: `subject`. address: what the page shows once it was sent."""

    subject: Link
    address = ""

    def address_of(self, link: Link) -> str:
        """The whole address of a link."""
        url_name = link_sharing.LINK_KINDS[link.purpose].url_name
        return self.request.build_absolute_uri(reverse(url_name, args=[links.sign_link(link)]))


class EmailLinkForm(LinkForm):
    """Email the link that the page shows."""

    do = "email"
    submit = _("Email the link")

    def save(self) -> str:
        self.address = self.address_of(self.subject)
        link_sharing.email_link(self.address, self.by)
        return ""


class RenewLinkForm(LinkForm):
    """Cancel this link and create a new one, which is emailed where there is an address."""

    do = "renew"
    submit = _("Send a new link")

    def save(self) -> str:
        self.address = self.address_of(links.renew_link(self.subject, self.by))
        link_sharing.try_to_email_link(self.address, self.by)
        return ""


LINK_FORMS = (EmailLinkForm, RenewLinkForm)
