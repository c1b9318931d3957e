"""Learning plans: the meeting, the versions, the family's copy."""

from django.urls import path

from . import handover, views

urlpatterns = [
    path("groups/<uuid:group_id>/handover/", handover.handover, name="handover"),
    path("students/<uuid:student_id>/plan/", views.plan, name="plan"),
    path("students/<uuid:student_id>/plan/begin/", views.begin, name="plan-begin"),
    path("students/<uuid:student_id>/plan/versions/", views.versions, name="plan-versions"),
    path("plans/versions/<uuid:version_id>/copy/", views.give_copy, name="plan-give-copy"),
    path("plans/goals/<uuid:goal_id>/reached/", views.reach, name="goal-reached"),
    path("plans/copy/<str:token>/", views.copy, name="plan-copy"),
]
