"""Pure computation: tables in, dataclasses out. No Django, no database, no clock."""
