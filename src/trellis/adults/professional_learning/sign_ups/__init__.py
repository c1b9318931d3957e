"""Sign-ups: seats and waiting lists, calendars, and substitutes while somebody is away."""
