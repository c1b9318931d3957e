"""A counselor's desk, one student's supports and notes, a school's partners, policy, housing, a partner's link."""

from django.urls import path

from . import partner_views, school_views, sealed_views, views

urlpatterns = [
    path("supports/", views.desk, name="supports"),
    path("students/<uuid:student_id>/supports/", views.around, name="supports-of"),
    path("students/<uuid:student_id>/notes/", sealed_views.notes, name="sealed-notes"),
    path("supports/notices/<uuid:notice_id>/read/", sealed_views.notice_read, name="glass-notice-read"),
    path("supports/schools/<uuid:school_id>/", school_views.partners, name="support-partners"),
    path("supports/schools/<uuid:school_id>/kept/", school_views.kept, name="support-retention"),
    path("supports/schools/<uuid:school_id>/housing/", school_views.homes, name="housing"),
    path("referral/<str:token>/", partner_views.referral, name="referral"),
]
