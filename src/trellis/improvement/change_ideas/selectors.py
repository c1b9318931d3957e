"""Reading change ideas: the library, one idea with what is known of it, and a cycle that is to be shared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from trellis.core.community.models import Network, School
from trellis.core.community.viewer import Viewer
from trellis.improvement.cycles.amounts import measure_title
from trellis.improvement.cycles.gap_link import group_label
from trellis.improvement.cycles.models import Cycle
from trellis.improvement.cycles.selectors import CyclePage, cycle_page_or_404, starts_at

from .frozen import Figure, freeze_figures
from .knowledge import Knowledge, TestFacts, what_is_known
from .models import ADOPTED, ChangeIdea, IdeaTest
from .permissions import may_edit

SEARCHED = ("title", "how", "conditions", "adaptations")
OFFERED = 20


@dataclass(frozen=True)
class LibraryFilter:
    """Which ideas: with these words, for this measure and group, with a test that ended so, at this scale."""

    words: str = ""
    measure: str = ""
    group: str = ""
    decision: str = ""
    scale: str = ""


@dataclass(frozen=True)
class TestCard:
    """One test as the network reads it."""

    test: IdeaTest
    figures: list[Figure]
    network_name: str

    __test__ = False

    @property
    def place(self) -> str:
        return self.test.school.name if self.test.school else self.network_name

    @property
    def group(self) -> str:
        return group_label(self.test.group)

    @property
    def facts(self) -> TestFacts:
        return TestFacts(self.place, self.test.decision, self.figures)

    @property
    def knowledge(self) -> Knowledge:
        """Of this test by itself, for its preview."""
        return what_is_known([self.facts])


@dataclass(frozen=True)
class IdeaCard:
    """An idea with its shared tests, the oldest first."""

    idea: ChangeIdea
    tests: list[TestCard]

    @property
    def measure(self) -> str:
        return measure_title(self.idea.measure)

    @property
    def group(self) -> str:
        return group_label(self.idea.group)

    @property
    def knowledge(self) -> Knowledge:
        return what_is_known([card.facts for card in self.tests])

    @property
    def adopting(self) -> list[TestCard]:
        """The tests after which a school keeps the change: of each school, its newest test counts."""
        newest = {card.test.school_id: card for card in self.tests if card.test.school_id}
        return [card for card in newest.values() if card.test.decision in ADOPTED]


def matching_ideas(viewer: Viewer, network_id: UUID, sent: LibraryFilter) -> QuerySet[ChangeIdea]:
    """The ideas of a network that have a shared test, the newest first."""
    tests = IdeaTest.objects.seen_by(viewer).filter(shared_at__isnull=False)
    if sent.decision:
        tests = tests.filter(decision=sent.decision)
    if sent.scale:
        tests = tests.filter(scale=sent.scale)
    condition = Q(network=network_id, pk__in=tests.values("idea"))
    for word in sent.words.split()[:8]:
        condition &= Q(*((f"{name}__icontains", word) for name in SEARCHED), _connector=Q.OR)
    exact = {name: value for name in ("measure", "group") if (value := getattr(sent, name))}
    ideas = ChangeIdea.objects.seen_by(viewer).filter(condition, **exact)
    return ideas.select_related("network", "school").order_by("-created", "-pk")


def cards_of(viewer: Viewer, ideas: Iterable[ChangeIdea]) -> list[IdeaCard]:
    """The ideas with their shared tests, one query."""
    ideas = list(ideas)
    rows = IdeaTest.objects.seen_by(viewer).filter(
        idea__in=[idea.pk for idea in ideas], shared_at__isnull=False
    )
    by_idea: dict[UUID, list[TestCard]] = defaultdict(list)
    for test in rows.select_related("idea", "idea__network", "school", "shared_by").order_by(
        "decided_on", "pk"
    ):
        by_idea[test.idea_id].append(card_of(test))
    return [IdeaCard(idea, by_idea[idea.pk]) for idea in ideas]


def card_of(test: IdeaTest) -> TestCard:
    """A test with its figures."""
    figures = [Figure.from_row(row) for row in test.figures]
    return TestCard(test, figures, test.idea.network.name)


def filters_in_use(viewer: Viewer, network: Network) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The measures and the groups that the network's ideas are for, in words."""
    pairs = list(matching_ideas(viewer, network.pk, LibraryFilter()).values_list("measure", "group"))
    measures = sorted({measure for measure, _group in pairs if measure_title(measure)})
    groups = sorted({group for _measure, group in pairs if group})
    return [(key, measure_title(key)) for key in measures], [(key, group_label(key)) for key in groups]


@dataclass(frozen=True)
class IdeaPage:
    """One idea. schools: where the viewer can start a cycle that tries it."""

    card: IdeaCard
    edits: bool
    schools: list[School]
    viewer: Viewer

    @property
    def idea(self) -> ChangeIdea:
        return self.card.idea


def idea_page_or_404(viewer: Viewer, idea_id: UUID) -> IdeaPage:
    """One idea, for whoever reads the ideas of its network, while a test of it is shared."""
    ideas = ChangeIdea.objects.seen_by(viewer).select_related("network", "school", "created_by")
    card = cards_of(viewer, [get_object_or_404(ideas, pk=idea_id)])[0]
    if not card.tests:
        raise Http404
    schools = School.objects.seen_by(viewer).filter(pk__in=viewer.staff_schools, network=card.idea.network_id)
    schools = [school for school in schools.order_by("name") if starts_at(viewer, school)]
    return IdeaPage(card, may_edit(viewer, card.idea), schools, viewer)


@dataclass(frozen=True)
class SharePage:
    """A cycle that is to be shared. test: what is shared or linked so far. figures: as they will be frozen.

    tested: the idea of this cycle, or of one before it in its series.
    """

    page: CyclePage
    network: Network
    test: IdeaTest | None
    tested: ChangeIdea | None
    figures: list[dict[str, object]]
    words: str
    offered: list[ChangeIdea]

    @property
    def cycle(self) -> Cycle:
        return self.page.cycle

    def preview(self, decision_words: str) -> TestCard:
        """The test as the network will read it."""
        cycle = self.cycle
        test = IdeaTest(
            school=cycle.place,
            group=cycle.aim.group if cycle.aim else "",
            scale=cycle.scale,
            decision=cycle.decision,
            decided_on=cycle.decided_on,
            decision_words=decision_words,
        )
        return TestCard(test, [Figure.from_row(row) for row in self.figures], self.network.name)


def share_page_or_404(viewer: Viewer, cycle_id: UUID, words: str) -> SharePage:
    """A cycle, for who writes it; it is shared once it is decided. words: to look for the same idea."""
    page = cycle_page_or_404(viewer, cycle_id)
    cycle = page.cycle
    network = cycle.place.network if cycle.place else cycle.network
    if not page.writes or network is None:
        raise Http404
    tests = IdeaTest.objects.seen_by(viewer).select_related("idea", "school")
    test = tests.filter(cycle=cycle).first()
    offered = list(matching_ideas(viewer, network.pk, LibraryFilter(words=words))[:OFFERED])
    earlier = test or tests.filter(cycle__in=[each.pk for each in page.series]).order_by("-created").first()
    tested = earlier.idea if earlier else None
    if tested and tested not in offered:
        offered.insert(0, tested)
    figures = freeze_figures(page.studies, cycle.change_on)
    return SharePage(page, network, test, tested, figures, words, offered)
