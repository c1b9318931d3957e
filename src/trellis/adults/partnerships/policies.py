"""A district's policies and waivers: reading them on one scale of years, and writing them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from trellis.core.community.models import District, School
from trellis.core.community.viewer import Viewer
from trellis.core.foundation import ledger
from trellis.core.foundation.formatting import format_date
from trellis.core.foundation.revisions import save_if_current

from .models import DistrictPolicy, PolicySchool

REASON = "write a policy of a district"
Topic, Status, Decider = DistrictPolicy.Topic, DistrictPolicy.Status, DistrictPolicy.Decider
STATE_LEAD_DAYS, LEAD_DAYS = 365, 90
"""How many days before its end a waiver is to be renewed: a state's takes a year, a vote three months."""
SOON = timedelta(days=365)
YEARS = 5
YEAR_WIDTH = 38.4
"""The scale shows so many calendar years, each so wide."""
WIDTH = YEARS * YEAR_WIDTH


def default_lead_days(decider: str) -> int:
    """How long before its end the renewal of a waiver begins where nobody says otherwise."""
    return STATE_LEAD_DAYS if decider == Decider.STATE else LEAD_DAYS


@dataclass(frozen=True)
class Bar:
    """A waiver on the scale. kind: "in" force, "soon" to end, or "ask"."""

    kind: str
    start: float
    width: float


@dataclass(frozen=True)
class PolicyLine:
    """A policy with its waiver on the scale. policy: None for a topic of which nothing is written down yet.

    schools: those that it is about; none where it is about every school of the district.
    """

    topic: str
    policy: DistrictPolicy | None = None
    bar: Bar | None = None
    state: str = ""
    tone: str = ""
    schools: tuple[School, ...] = ()


@dataclass(frozen=True)
class PolicyMap:
    """All topics in their order. years: each with its middle on the scale. now: where today stands."""

    lines: list[PolicyLine]
    years: list[tuple[str, float]]
    now: float
    width: float = WIDTH

    @property
    def without_waiver(self) -> list[str]:
        """The topics that need no waiver."""
        needless = [line for line in self.lines if line.policy and line.policy.status == Status.NOT_NEEDED]
        return list(dict.fromkeys(line.topic for line in needless))


def policies_of(viewer: Viewer, district: District) -> list[DistrictPolicy]:
    """The policies of a district in the order of the topics; of one topic, what ends first."""
    return _in_order(DistrictPolicy.objects.seen_by(viewer).filter(district=district))


def policies_of_school(viewer: Viewer, school: School) -> list[DistrictPolicy]:
    """The policies that are about a school, in the same order: of its district, all that name it or no school."""
    rows = DistrictPolicy.objects.seen_by(viewer).filter(covers(school))
    return _in_order(rows) if school.district_id else []


def covers(school: School) -> Q:
    """A condition for policies that are about a school."""
    named = PolicySchool.objects.unscoped("find the policies about a school; they name no person")
    about_school = Q(pk__in=named.filter(school=school).values("policy"))
    return Q(district=school.district_id) & (about_school | ~Q(pk__in=named.values("policy")))


def schools_by_policy(viewer: Viewer, policies: Iterable[DistrictPolicy]) -> dict[UUID, tuple[School, ...]]:
    """By policy, the schools that it names, by name."""
    rows = PolicySchool.objects.seen_by(viewer).filter(policy__in=[policy.pk for policy in policies])
    named: dict[UUID, tuple[School, ...]] = {}
    for row in rows.select_related("school").order_by("school__name", "pk"):
        named[row.policy_id] = (*named.get(row.policy_id, ()), row.school)
    return named


def _in_order(rows: QuerySet[DistrictPolicy]) -> list[DistrictPolicy]:
    order: dict[str, int] = {topic: number for number, topic in enumerate(Topic.values)}
    return sorted(
        rows.filter(deleted_at=None).select_related("district", "responsible"),
        key=lambda policy: (order[policy.topic], policy.ends or date.max, policy.created),
    )


def make_policy_map(
    policies: Iterable[DistrictPolicy],
    today: date,
    schools: Mapping[UUID, tuple[School, ...]] = MappingProxyType({}),
) -> PolicyMap:
    """Lay policies out under all topics, on a scale of years that begins with the first waiver in force or today.

    schools: by policy, those that it names.
    """
    shown = list(policies)
    starts = [policy.starts for policy in shown if policy.starts and _is_current(policy, today)]
    first = max(min([today, *starts]).year, today.year - 1)
    by_topic: dict[str, list[DistrictPolicy]] = {topic: [] for topic in Topic.values}
    for policy in shown:
        by_topic[policy.topic].append(policy)
    lines = [
        line
        for topic, rows in by_topic.items()
        for line in (
            [_policy_line(policy, first, today, schools.get(policy.pk, ())) for policy in rows]
            or [PolicyLine(_label(topic))]
        )
    ]
    years = [(f"’{(first + n) % 100:02}", (n + 0.5) * YEAR_WIDTH) for n in range(YEARS)]
    return PolicyMap(lines, years, _x(today, first))


def _label(topic: str) -> str:
    return str(Topic(topic).label)


def _is_current(policy: DistrictPolicy, today: date) -> bool:
    return policy.status in (Status.GRANTED, Status.ASKED) and (policy.ends is None or policy.ends >= today)


def _policy_line(policy: DistrictPolicy, first: int, today: date, schools: tuple[School, ...]) -> PolicyLine:
    state, tone = _state(policy, today)
    return PolicyLine(_label(policy.topic), policy, _bar(policy, first, today), state, tone, schools)


def _bar(policy: DistrictPolicy, first: int, today: date) -> Bar | None:
    if policy.status not in (Status.GRANTED, Status.ASKED):
        return None
    start = _x(policy.starts or today, first)
    width = max(_x(policy.ends, first) if policy.ends else WIDTH, start) - start
    if policy.status == Status.ASKED:
        return Bar("ask", start, width)
    return Bar("soon" if policy.ends and policy.ends <= today + SOON else "in", start, width)


def _x(day: date, first: int) -> float:
    """Where a day stands on the scale; beyond it, at its end."""
    share = (day.timetuple().tm_yday - 1) / 366
    return round(min(max((day.year - first + share) * YEAR_WIDTH, 0.0), WIDTH), 1)


def _state(policy: DistrictPolicy, today: date) -> tuple[str, str]:
    """How a waiver stands in words, and the tone in which it is shown."""
    if policy.status != Status.GRANTED:
        tone = "wait" if policy.status in (Status.ASKED, Status.NOT_ASKED) else ""
        return str(Status(policy.status).label), tone
    if policy.ends is None:
        return _("No end date"), ""
    day = format_date(policy.ends)
    if policy.ends < today:
        return _("Ended %(day)s") % {"day": day}, "look"
    return _("Until %(day)s") % {"day": day}, "wait" if policy.ends <= today + SOON else ""


def policy_labels() -> dict[str, str]:
    """What people call the fields of a policy, in the reader's language."""
    return {
        "topic": _("Topic"),
        "needs": _("What the model needs"),
        "rule": _("The rule now"),
        "decider": _("Who decides"),
        "mechanism": _("Kind of waiver"),
        "vote_needed": _("Vote needed"),
        "vote_result": _("Result of the vote"),
        "status": _("Status"),
        "granted_on": _("Granted on"),
        "starts": _("First day"),
        "ends": _("Last day"),
        "lead_days": _("Days needed to renew it"),
        "evidence": _("Evidence to send"),
        "lapse": _("What happens if it ends"),
        "responsible": _("Person responsible"),
    }


def add_policy(
    district: District, key: UUID, values: Mapping[str, object], schools: Iterable[School], by: UUID
) -> None:
    """Write down a policy; schools: none for every school of the district. The same key twice is one row."""
    with ledger.act("add a policy", by=by, about=district.pk):
        policy, created = DistrictPolicy.objects.unscoped(REASON).get_or_create(
            pk=key, defaults={**values, "district": district, "revision": 1}
        )
        if created:
            _set_schools(policy, schools)


def save_policy(
    policy: DistrictPolicy,
    values: Mapping[str, object],
    schools: Iterable[School],
    seen: int | None,
    by: UUID,
) -> None:
    """Change a policy and the schools that it names. Raises EditConflict when somebody wrote it since `seen`."""
    with ledger.act("save a policy", by=by, about=policy.pk):
        save_if_current(policy, values, seen, policy_labels())
        _set_schools(policy, schools)


def _set_schools(policy: DistrictPolicy, schools: Iterable[School]) -> None:
    chosen = {school.pk for school in schools}
    rows = PolicySchool.objects.unscoped(REASON).filter(policy=policy)
    rows.exclude(school__in=chosen).delete()
    before = set(rows.values_list("school", flat=True))
    PolicySchool.objects.bulk_create(
        PolicySchool(policy=policy, school_id=key) for key in sorted(chosen - before)
    )


def remove_policy(policy: DistrictPolicy, by: UUID) -> None:
    """Take a policy off the map. Removing it again changes nothing."""
    with ledger.act("remove a policy", by=by, about=policy.pk):
        DistrictPolicy.objects.unscoped(REASON).filter(pk=policy.pk).delete()
