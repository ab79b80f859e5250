"""What came of files before: results that are asked for again while nothing has changed."""
