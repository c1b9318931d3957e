"""Learning plans: the meeting, the versions, the family's copy."""

from django.urls import path

from . import handover_views, views

urlpatterns = [
    path("groups/<uuid:group_id>/handover/", handover_views.handover, name="handover"),
    path("students/<uuid:student_id>/plan/", views.plan, name="plan"),
    path("students/<uuid:student_id>/plan/begin/", views.begin_plan, name="plan-begin"),
    path("students/<uuid:student_id>/plan/versions/", views.versions, name="plan-versions"),
    path("plans/versions/<uuid:version_id>/copy/", views.send_copies, name="plan-send-copies"),
    path("plans/goals/<uuid:goal_id>/reached/", views.mark_goal_reached, name="goal-reached"),
    path("plans/copy/<str:token>/", views.family_copy, name="plan-copy"),
]
