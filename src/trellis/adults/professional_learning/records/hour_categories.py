"""What an hour of learning can count for."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CATEGORIES: dict[str, str | Promise] = {
    "content": _("Content"),
    "pedagogy": _("Pedagogy"),
    "language": _("Language acquisition"),
    "equity": _("Equity"),
    "stem": _("STEM"),
    "leadership": _("Leadership"),
    "disabilities": _("Students with disabilities"),
    "standards": _("Standards of the certificate"),
}
