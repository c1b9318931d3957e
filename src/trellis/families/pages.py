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
    "narrative": _("the narrative"),
    "credit": _("credits"),
    "outcomes-of": _("outcomes over time"),
    "read-work": _("a piece of work"),
    "language-profile": _("languages"),
    "supports-of": _("what supports them"),
    "sealed-notes": _("sealed notes"),
    "family": _("what is told to the family"),
    "placement": _("the internship"),
    "placement-way": _("the way to an internship"),
    "schedule": _("the internship"),
    "end-placement": _("the internship"),
    "ask-mentor": _("the internship"),
    "confirm-signed-in": _("the internship"),
    "day-file": _("a piece of work"),
    "exhibition": _("exhibitions"),
    "exhibition-time": _("exhibitions"),
    "exhibition-ask": _("exhibitions"),
    "exhibition-read": _("exhibitions"),
    "exhibition-agree": _("exhibitions"),
    "piece-file": _("a piece of work"),
}
