"""Lists of a school's people."""

from django.urls import path

from . import exports, staff_views, views

urlpatterns = [
    path("schools/<uuid:school_id>/students/", views.school_students, name="school-students"),
    path("schools/<uuid:school_id>/students/export/", exports.export_students, name="export-students"),
    path("schools/<uuid:school_id>/students/families/", views.school_families, name="school-families"),
    path(
        "schools/<uuid:school_id>/students/families/export/", exports.export_families, name="export-families"
    ),
    path("schools/<uuid:school_id>/staff/", views.school_staff, name="school-staff"),
    path("staff/<uuid:person_id>/", staff_views.staff_page, name="staff-member"),
    path("schools/<uuid:school_id>/groups/", views.school_groups, name="school-groups"),
    path("groups/<uuid:group_id>/students/", views.group_students, name="group-students"),
]
