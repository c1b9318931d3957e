"""The invented network believes three things, and brings a call before plan meetings to half of its schools."""

from datetime import date

import pytest

from trellis.core.community.models import Account, School
from trellis.core.community.viewer import Viewer
from trellis.demo.network_learning import create_network_learning
from trellis.improvement.network_learning.belief_page import belief_page_or_404
from trellis.improvement.network_learning.models import Belief, RollOut
from trellis.improvement.network_learning.selectors import roll_out_page_or_404
from world import make_side

pytestmark = pytest.mark.django_db
WHY = "the test looks at the whole demonstration"


@pytest.fixture
def harbor():
    side = make_side("Harbor")
    for model in (Belief, RollOut):
        model.objects.unscoped(WHY).all().delete()
    return side


def test_three_beliefs_of_which_one_waits_and_one_fell(harbor):
    create_network_learning(harbor.network, date.today())
    beliefs = list(Belief.objects.unscoped(WHY).order_by("look_again_on"))
    assert [belief.status for belief in beliefs] == ["believed", "believed", "dropped"]
    assert beliefs[0].look_again_on == date.today()
    page = belief_page_or_404(harbor.viewer("imani"), beliefs[0].pk)
    assert (len(page.supports), len(page.against)) == (1, 1)
    assert belief_page_or_404(harbor.viewer("imani"), beliefs[2].pk).earlier


@pytest.mark.parametrize(("schools", "verdict"), [(12, "signal"), (1, None)])
def test_the_roll_out_is_judged_or_refused(harbor, schools, verdict):
    for number in range(1, schools):
        School.objects.create(network=harbor.network, name=f"School {number}", state="RI")
    create_network_learning(harbor.network, date.today())
    imani = Viewer.of(Account.objects.select_related("person").get(username="imani@harbor").person)
    result = roll_out_page_or_404(imani, RollOut.objects.unscoped(WHY).get().pk).result
    assert result.answer.verdict == verdict
    assert bool(result.refusal) == (verdict is None)
