"""Reviews of schools."""

from django.urls import path

from . import views

urlpatterns = [
    path("schools/<uuid:school_id>/reviews/", views.school_reviews, name="school-reviews"),
    path("reviews/<uuid:review_id>/", views.school_review, name="school-review"),
    path("reviews/evidence/<uuid:evidence_id>/", views.evidence_file, name="review-evidence-file"),
    path("networks/<uuid:network_id>/reviews/", views.network_reviews, name="network-reviews"),
]
