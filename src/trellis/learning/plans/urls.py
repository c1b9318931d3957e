"""Learning plans: the plan, its meeting, its versions, the family's copy."""

from django.urls import path

from . import handover_views, meeting_views, mentor_views, version_views, views

urlpatterns = [
    path("groups/<uuid:group_id>/handover/", handover_views.handover, name="handover"),
    path("students/<uuid:student_id>/plan/", views.plan, name="plan"),
    path("students/<uuid:student_id>/plan/begin/", meeting_views.begin_plan, name="plan-begin"),
    path("students/<uuid:student_id>/plan/meeting/", meeting_views.meeting, name="plan-meeting"),
    path("students/<uuid:student_id>/plan/versions/", version_views.versions, name="plan-versions"),
    path("plans/versions/<uuid:version_id>/copy/", version_views.send_copies, name="plan-send-copies"),
    path("students/<uuid:student_id>/plan/goals/", mentor_views.goals_to_sign, name="plan-goals"),
    path("plans/goals/<str:token>/", mentor_views.goals_by_link, name="plan-goals-link"),
    path("plans/copy/<str:token>/", version_views.family_copy, name="plan-copy"),
]
