"""EventBridge: schedules of rules and of EventBridge Scheduler."""
