"""Change ideas of a network."""

from django.urls import path

from . import views

urlpatterns = [
    path("networks/<uuid:network_id>/change-ideas/", views.change_ideas, name="change-ideas"),
    path("change-ideas/<uuid:idea_id>/", views.change_idea, name="change-idea"),
    path("cycles/<uuid:cycle_id>/share/", views.share_cycle, name="share-cycle"),
]
