"""Writing: sign-ups, events with their sessions, and credentials."""
