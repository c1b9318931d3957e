"""The invented network has an aim and six cycles, of which two failed, and teams have cycles of their own."""

from datetime import date

import pytest

from built_demo import open_demo
from trellis.core.community.models import Account
from trellis.core.community.viewer import Viewer
from trellis.demo.plan import NetworkShape
from trellis.improvement.cycles.models import Aim, Cycle
from trellis.improvement.cycles.selectors import cycle_page_or_404

pytestmark = pytest.mark.django_db
WHY = "the test looks at the whole demonstration"


def test_six_cycles_say_different_things():
    open_demo(NetworkShape(1, 0, 0, 64), date(2026, 11, 24))
    ines = Viewer.of(Account.objects.select_related("person").get(username="demo-leader").person)
    assert Aim.objects.unscoped(WHY).get().network_id
    pages = [
        cycle_page_or_404(ines, cycle.pk)
        for cycle in Cycle.objects.unscoped(WHY).filter(team=None).order_by("created")
    ]
    assert [page.cycle.decision for page in pages] == ["adopt", "abandon", "", "adopt", "abandon", "adopt"]
    assert [page.studies[0].verdict for page in pages] == [
        "signal",
        "no-signal",
        "signal",
        "signal",
        "no-signal",
        "signal",
    ]
    assert {len(page.studies[0].points) for page in pages} == {20}
    assert all(page.writes for page in pages)
