"""The days of students and teachers."""
