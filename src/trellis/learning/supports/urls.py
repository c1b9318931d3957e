"""A counselor's desk, one student's supports and notes, a school's partners, policy, housing, a partner's link."""

from django.urls import path

from . import partner_views, school_views, sealed_views, views

urlpatterns = [
    path("supports/", views.caseload, name="supports"),
    path("students/<uuid:student_id>/supports/", views.student_supports, name="supports-of"),
    path("students/<uuid:student_id>/notes/", sealed_views.confidential_notes, name="sealed-notes"),
    path("supports/notices/<uuid:notice_id>/read/", sealed_views.mark_notice_read, name="glass-notice-read"),
    path("supports/schools/<uuid:school_id>/", school_views.partners, name="support-partners"),
    path("supports/schools/<uuid:school_id>/kept/", school_views.retention_policy, name="support-retention"),
    path("supports/schools/<uuid:school_id>/housing/", school_views.housing_page, name="housing"),
    path("referral/<str:token>/", partner_views.referral, name="referral"),
]
