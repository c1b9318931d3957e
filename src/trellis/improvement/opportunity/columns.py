"""The columns of derived tables, in the order in which computed rows have them."""

ROLLUP_COLUMNS = (
    "network_id",
    "school_id",
    "year",
    "measure",
    "facet",
    "level",
    "students",
    "recorded",
    "counted",
    "base",
    "total",
    "squares",
    "hidden",
    "between",
)
GAP_TABLE_COLUMNS = (
    "network_id",
    "school_id",
    "year",
    "audience",
    "students",
    "clear_gaps",
    "totals",
    "body",
)
STANDING_COLUMNS = ("school_id", "student_id", "year", "groups", "not_yet", "figures")
