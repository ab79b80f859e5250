"""Reads what a program makes, by following its statements without running any."""
