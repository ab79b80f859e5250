"""JSON Schema for values with gaps: what is claimed is so however the gaps are filled."""
