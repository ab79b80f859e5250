"""JSON: read by the standard library, placed and edited here."""
