"""Rules about nested stacks and stack sets."""
