"""Writing aims, practical measures and cycles."""
