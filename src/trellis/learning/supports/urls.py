"""A counselor's desk, one student's supports and notes, a school's partners, policy, housing, a partner's link."""

from django.urls import path

from . import case_note_views, partner_views, school_views, views

urlpatterns = [
    path("supports/", views.caseload, name="supports"),
    path("students/<uuid:student_id>/supports/", views.student_supports, name="student-supports"),
    path("students/<uuid:student_id>/notes/", case_note_views.confidential_notes, name="confidential-notes"),
    path(
        "supports/notices/<uuid:notice_id>/read/",
        case_note_views.mark_notice_read,
        name="emergency-access-notice-read",
    ),
    path("supports/schools/<uuid:school_id>/", school_views.partners, name="support-partners"),
    path("supports/schools/<uuid:school_id>/kept/", school_views.retention_policy, name="support-retention"),
    path("supports/schools/<uuid:school_id>/housing/", school_views.housing_page, name="housing"),
    path("referral/<str:token>/", partner_views.referral, name="referral"),
]
