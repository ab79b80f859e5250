"""From what a tool printed when a stack failed, back to the cause, the rule, and the line."""
