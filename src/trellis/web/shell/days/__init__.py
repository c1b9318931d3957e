"""The pages of one day: what waits for an advisor, a teacher, a student, a family, a mentor."""
