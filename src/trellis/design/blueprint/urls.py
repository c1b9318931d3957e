"""The models of a network, their drafts and versions, and each school's own."""

from django.urls import path

from . import draft_views, network_views, school_views, sentence_views

urlpatterns = [
    path("networks/<uuid:network_id>/models/", draft_views.models, name="models"),
    path("networks/<uuid:network_id>/adaptations/", network_views.adaptations, name="adaptations"),
    path(
        "networks/<uuid:network_id>/models/translations/",
        sentence_views.model_translations,
        name="model-translations",
    ),
    path(
        "networks/<uuid:network_id>/models/translations/file/",
        sentence_views.model_translations_file,
        name="model-translations-file",
    ),
    path("model-drafts/<uuid:model_draft_id>/", draft_views.draft, name="model-draft"),
    path("model-drafts/<uuid:model_draft_id>/file/", draft_views.draft_file, name="model-draft-file"),
    path(
        "model-drafts/<uuid:model_draft_id>/edit/<path:at>/",
        draft_views.draft_place,
        name="model-draft-place",
    ),
    path("model-versions/<uuid:package_id>/", network_views.version, name="model-version"),
    path("model-versions/<uuid:package_id>/file/", draft_views.version_file, name="model-version-file"),
    path("schools/<uuid:school_id>/model/", school_views.school_model, name="school-model"),
    path(
        "schools/<uuid:school_id>/model/edit/<path:at>/", school_views.school_place, name="school-model-place"
    ),
    path(
        "schools/<uuid:school_id>/model/versions/<uuid:package_id>/",
        school_views.upgrade,
        name="model-upgrade",
    ),
]
