"""Commitments that people made elsewhere than at a coach's visit, on the same page: higher apps register them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

from trellis.core.community.viewer import Viewer
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.registry import Registry


@dataclass(frozen=True)
class CommitmentSource:
    """check_form: says whether a commitment is done; its `do` is its alone. rows: those that are the viewer's to keep,
    each with a text, owner_name, due and status as `VisitCommitment` has them."""

    check_form: type[ActionForm]
    rows: Callable[[Viewer], QuerySet]


OTHER_COMMITMENTS: Registry[str, CommitmentSource] = Registry(
    "other-commitments", "commitments that stand beside those of coach visits"
)
