"""Time: calendars in which limits run, terms as the Civil Code counts them, moments of events."""
