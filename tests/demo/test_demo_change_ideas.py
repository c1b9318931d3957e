"""Schools of the invented network shared four ideas, of which two failed; one is proposed for the model."""

from datetime import date

import pytest

from trellis.demo.build import build_network
from trellis.demo.plan import NetworkShape
from trellis.design.blueprint.models import ChangeProposal
from trellis.improvement.change_ideas.models import ChangeIdea, IdeaTest

pytestmark = pytest.mark.django_db
WHY = "the test looks at the whole demonstration"


def test_two_of_four_ideas_failed_and_one_is_proposed():
    build_network(NetworkShape(3, 0, 0, 64), date(2026, 11, 24))
    assert ChangeIdea.objects.unscoped(WHY).count() == 4
    tests = IdeaTest.objects.unscoped(WHY).filter(shared_at__isnull=False)
    assert sorted(tests.values_list("decision", flat=True)) == [
        "abandon",
        "abandon",
        "adopt",
        "adopt",
        "adopt",
    ]
    assert all(test.figures for test in tests)
    proposal = ChangeProposal.objects.unscoped(WHY).get(source__isnull=False)
    assert len(proposal.evidence["authors"]) == 2
