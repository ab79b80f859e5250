"""AWS WAF: where web ACLs log to."""
