"""Rules about EventBridge and EventBridge Scheduler."""
