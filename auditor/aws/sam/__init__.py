"""SAM: what the transform makes of events."""
