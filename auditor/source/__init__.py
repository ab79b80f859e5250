"""Source formats: each parses a text, knows its places, and turns edits into text edits."""
