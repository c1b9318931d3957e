"""Lists of a school's people: students, families, staff and groups."""
