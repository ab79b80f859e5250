"""House rules: what an organisation wants of its templates, written in YAML.

A rule names resource types and a JSON Schema for their properties. See `docs/house-rules.md`.
"""
