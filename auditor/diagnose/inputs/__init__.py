"""One small reader for each way in which tools print a failure; recognised without being told."""
