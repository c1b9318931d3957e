"""Professional learning: events, sign-ups, visits and credentials of adults."""

from django.urls import path

from .credentials import views as practice_views
from .events import attendance_views, feedback_views, material_views, practice_change_views
from .events import views as event_views
from .records import certificate_views, my_learning_views
from .sign_ups import substitute_views
from .visits import views as visit_views

urlpatterns = [
    path("learning-events/", event_views.catalog, name="learning-events"),
    path("learning-events/new/", event_views.create_event, name="new-learning-event"),
    path("learning-events/<uuid:event_id>/", event_views.learning_event, name="learning-event"),
    path("learning-events/<uuid:event_id>/edit/", event_views.edit_event, name="edit-learning-event"),
    path(
        "learning-events/<uuid:event_id>/changes/",
        practice_change_views.event_changes,
        name="learning-event-changes",
    ),
    # What happens at and after an event, and one's own page.
    path(
        "learning-events/<uuid:event_id>/attendance/",
        attendance_views.event_attendance,
        name="event-attendance",
    ),
    path(
        "learning-events/<uuid:event_id>/materials/", material_views.event_materials, name="event-materials"
    ),
    path(
        "learning-events/<uuid:event_id>/materials/<uuid:material_id>/",
        material_views.material_file,
        name="material-file",
    ),
    path("learning-events/<uuid:event_id>/feedback/", feedback_views.event_feedback, name="event-feedback"),
    path(
        "learning-events/<uuid:event_id>/sign-ups.csv",
        substitute_views.sign_ups_csv,
        name="event-sign-ups-csv",
    ),
    path("learning-events/<uuid:event_id>/visit/", visit_views.school_visit, name="school-visit"),
    path("my-learning/", my_learning_views.my_learning, name="my-learning"),
    path("my-learning/record/", my_learning_views.learning_record, name="learning-record"),
    path("my-learning/attendance/", attendance_views.enter_code, name="enter-code"),
    path(
        "my-learning/certificates/<uuid:certificate_id>/",
        certificate_views.certificate,
        name="learning-certificate",
    ),
    path("certificates/<str:number>/", certificate_views.check_certificate, name="check-certificate"),
    path("learning-directory/", my_learning_views.learning_directory, name="learning-directory"),
    path("schools/<uuid:school_id>/learning/", substitute_views.school_learning, name="school-learning"),
    path("schools/<uuid:school_id>/offer-visit/", visit_views.offer_visit, name="offer-visit"),
    path("practice/", practice_views.practice, name="practice"),
    path("practice/scorers/", practice_views.practice_scorers, name="practice-scorers"),
    path("practice/certificates/<uuid:award_id>/", practice_views.certificate, name="credential-certificate"),
]
