"""Schedule expressions that Python code puts together and hands to EventBridge."""
