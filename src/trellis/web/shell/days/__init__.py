"""The pages of one day: for an advisor, a teacher, a student, a family, a mentor."""
