"""The groups that opportunity is looked at by: one facet a background, one level a group within it.

Level keys are stable: rollups and addresses keep them. An empty level means that it is not recorded.
"""

from django.utils.translation import gettext_lazy as _

from trellis.core.community import grades
from trellis.core.foundation import measures

FACETS = ("all", *measures.FACETS)

GROUP_NAMES = {
    ("all", "all"): _("All students"),
    ("multilingual", "yes"): _("Multilingual learners"),
    ("multilingual", "no"): _("Not multilingual learners"),
    ("ever_learner", "yes"): _("Ever English learners"),
    ("ever_learner", "no"): _("Never English learners"),
    ("disability", "yes"): _("Students with disabilities"),
    ("disability", "no"): _("Students without disabilities"),
    ("low_income", "yes"): _("Low-income households"),
    ("low_income", "no"): _("Other households"),
    ("race", "native"): _("American Indian or Alaska Native students"),
    ("race", "asian"): _("Asian students"),
    ("race", "black"): _("Black students"),
    ("race", "latine"): _("Hispanic or Latino students"),
    ("race", "pacific"): _("Native Hawaiian or Pacific Islander students"),
    ("race", "white"): _("White students"),
    ("race", "two"): _("Students of two or more races"),
    ("sex", "female"): _("Girls"),
    ("sex", "male"): _("Boys"),
    ("new_this_year", "yes"): _("New this year"),
    ("new_this_year", "no"): _("Not new this year"),
}
UNRECORDED_NAMES = {
    "multilingual": _("Home language not recorded"),
    "ever_learner": _("English learner status not recorded"),
    "disability": _("Disability not recorded"),
    "low_income": _("Household income not recorded"),
    "race": _("Race not recorded"),
    "sex": _("Sex not recorded"),
    "grade": _("Grade not recorded"),
    "new_this_year": _("Start date not recorded"),
}


def group_name(facet: str, level: str) -> str:
    """What a group is called on the page."""
    if (facet, level) in GROUP_NAMES:
        return str(GROUP_NAMES[facet, level])
    if not level:
        return str(UNRECORDED_NAMES.get(facet, facet))
    if facet == "grade":
        return str(_("Grade %(grade)s") % {"grade": grades.grade_label(level)})
    return level


def has_own_row(facet: str, level: str) -> bool:
    """Whether the chart gives the group a row of its own: not the plain rest of a yes-or-no facet."""
    return level not in ("no", "")


def group_key(facet: str, level: str) -> str:
    """Return the group's key in an address."""
    return f"{facet}.{level}"


def parse_group_key(text: str) -> tuple[str, str] | None:
    """The group that an address names, or None."""
    facet, dot, level = text.partition(".")
    if not dot or facet not in FACETS or facet == "all" or len(level) > 40:
        return None
    return facet, level
