"""YAML as templates use it: read by libyaml, placed and edited here."""
