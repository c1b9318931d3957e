"""Portfolios: a student's own, reading apart with an account or by a link, and the school's desk."""

urlpatterns = []
