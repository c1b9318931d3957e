"""Writing: sign-ups, and events with their sessions."""
