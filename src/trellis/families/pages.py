"""What the pages of a student's record are called when a family reads who opened them. A new page needs a line."""

from django.utils.translation import gettext_lazy as _

PAGES = {
    "student": _("the student’s page"),
    "plan": _("the learning plan"),
    "plan-begin": _("the learning plan"),
    "plan-versions": _("the learning plan"),
    "seeking": _("the way to an internship"),
    "agreement": _("the internship agreement"),
    "exhibitions-of": _("exhibitions"),
    "portfolio": _("the portfolio"),
    "narrative": _("the narrative"),
    "credit": _("credits"),
    "outcomes-of": _("outcomes over time"),
    "read-work": _("a piece of work"),
    "language-profile": _("languages"),
    "family": _("what is told to the family"),
}
