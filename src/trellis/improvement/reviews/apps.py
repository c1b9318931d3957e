from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "trellis.improvement.reviews"
    label = "reviews"

    def ready(self) -> None:
        from trellis.adults.coaching.other_commitments import OTHER_COMMITMENTS, CommitmentSource
        from trellis.core.community.decisions import COUNSELOR_DECISIONS

        from . import selectors
        from .commitment_forms import OwnReviewCheckForm
        from .commitments import own_commitments

        OTHER_COMMITMENTS.register("reviews", CommitmentSource(OwnReviewCheckForm, own_commitments))
        COUNSELOR_DECISIONS.register("reviews", selectors.counselor_decisions)
