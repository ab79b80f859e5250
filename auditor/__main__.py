"""`python -m auditor`, and what the command `cfnaudit` runs."""

from __future__ import annotations

from auditor.cli.main import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
