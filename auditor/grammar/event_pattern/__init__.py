"""Event patterns: of EventBridge rules, of filters before functions and pipes, and of SNS.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
"""
