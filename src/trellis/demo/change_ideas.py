"""What schools of the invented network shared: four ideas, of which two failed; one is proposed for the model."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from trellis.core.community.models import Network, Person, Role, Tie
from trellis.core.community.viewer import Viewer, active_at
from trellis.improvement.change_ideas.models import ChangeIdea, IdeaTest
from trellis.improvement.change_ideas.proposals import (
    SentProposal,
    may_propose,
    proposal_choices,
    propose_idea,
)
from trellis.improvement.change_ideas.selectors import cards_of, share_page_or_404
from trellis.improvement.change_ideas.services import SharedText, share_cycle
from trellis.improvement.cycles.models import Cycle

from .rows import utc_moment


@dataclass(frozen=True)
class SharedIdea:
    """An idea as it is shared. start: how the titles of the cycles that tested it begin."""

    start: str
    title: str
    conditions: str
    adaptations: str


IDEAS = (
    SharedIdea(
        "Does an interpreter on the first call help",
        "An interpreter on the first call to a site",
        "Two staff members or a phone service speak the families’ languages.",
        "The student can lead the call, with the interpreter beside them.",
    ),
    SharedIdea(
        "Do letters in three languages help?",
        "Letters in three languages before the plan meeting",
        "The school has a translation that a speaker has read.",
        "Families asked for a call in place of a letter.",
    ),
    SharedIdea(
        "Does a visit to the site before the first day help?",
        "Visit the site together before the first day",
        "Advisors have one free afternoon for each student.",
        "Two students who go to the same street can visit together.",
    ),
    SharedIdea(
        "Do text reminders on Sunday evening help?",
        "A text reminder on Sunday evening",
        "Phone numbers are up to date.",
        "Ask first what keeps students away. Here it was the bus.",
    ),
)
NONE_IN_PARTICULAR = "words"


def create_change_ideas(network: Network, today: date) -> None:
    """Through the services, as people would."""
    moment = utc_moment(today)
    for shared in IDEAS:
        cycles = Cycle.objects.system().filter(school__network=network, title__startswith=shared.start)
        idea = None
        for cycle in cycles.exclude(decision="").order_by("created"):
            idea = _share(cycle, shared, idea, moment)
        if idea:
            _propose(idea, network, moment)


def _share(cycle: Cycle, shared: SharedIdea, idea: ChangeIdea | None, moment: datetime) -> ChangeIdea | None:
    """The first cycle makes the idea, and those after it join."""
    leaders = Tie.objects.system().filter(active_at(moment), role=Role.LEADER, to_school=cycle.school_id)
    leader = leaders.order_by("created").first()
    if leader is None:
        return idea
    page = share_page_or_404(_viewer(leader, moment), cycle.pk, "")
    texts = {
        "title": shared.title,
        "how": cycle.change_idea,
        "conditions": shared.conditions,
        "adaptations": shared.adaptations,
    }
    sent = SharedText(idea, texts, page.cycle.decision_words, page.figures)
    test: IdeaTest = share_cycle(page.cycle, sent, leader.person_id)
    return test.idea


def _viewer(tie: Tie, moment: datetime) -> Viewer:
    return Viewer.of(Person.objects.system().get(pk=tie.person_id), moment)


def _propose(idea: ChangeIdea, network: Network, moment: datetime) -> None:
    staff = (
        Tie.objects.system().filter(active_at(moment), role=Role.NETWORK_STAFF, to_network=network).first()
    )
    if staff is None:
        return
    viewer = _viewer(staff, moment)
    (card,) = cards_of(viewer, [ChangeIdea.objects.seen_by(viewer).select_related("network").get(pk=idea.pk)])
    if not may_propose(viewer, card):
        return
    choices = proposal_choices(viewer, card)
    if choices.adoptions:
        part = choices.part or NONE_IN_PARTICULAR
        sent = SentProposal(part, "", f"{idea.title}\n{idea.how}")
        propose_idea(card, choices.adoptions, sent, staff.person_id)
