"""A student's next days: as a list, and as a private calendar feed."""
