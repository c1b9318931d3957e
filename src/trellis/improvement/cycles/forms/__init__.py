"""The forms of aims, practical measures and cycles."""
