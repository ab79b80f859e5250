"""What rules look at: one class a subject, each with `find`, which gives all of a template."""
