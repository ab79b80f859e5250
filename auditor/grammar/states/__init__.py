"""The states language of Step Functions: which states there are, and which lead where.

https://states-language.net/spec.html
"""
