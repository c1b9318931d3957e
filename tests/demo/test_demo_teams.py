"""The invented Internationals schools have teams that met, strands that stand, and work groups that wait."""

from datetime import date

import pytest

from built_demo import open_demo
from trellis.core.community.models import Group
from trellis.demo.plan import NetworkShape
from trellis.improvement.cycles.models import Cycle
from trellis.learning.teams.models import Commitment, GroupDraft, Meeting, StudentDiscussion

pytestmark = pytest.mark.django_db
WHY = "the test looks at the whole demonstration"


def test_every_team_met_and_work_groups_are_drafts():
    open_demo(NetworkShape(0, 1, 0, 96), date(2026, 11, 24))
    teams = Group.objects.unscoped(WHY).filter(kind="team").count()
    assert teams == 2
    assert Meeting.objects.unscoped(WHY).count() == 3 * teams
    assert Commitment.objects.unscoped(WHY).filter(done_at=None).count() == 3 * teams
    assert StudentDiscussion.objects.unscoped(WHY).count() == teams
    assert Cycle.objects.unscoped(WHY).filter(team__isnull=False, decision="").count() == teams
    stand = GroupDraft.objects.unscoped(WHY).filter(kind="strand")
    assert {draft.adopted_at is not None for draft in stand} == {True}
    assert GroupDraft.objects.unscoped(WHY).get(kind="work").adopted_at is None
