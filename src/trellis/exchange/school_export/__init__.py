"""All of a school's data that its leader sees, in files that the school takes with it."""

from .archive import ExportedSchool, export_school

__all__ = ["ExportedSchool", "export_school"]
