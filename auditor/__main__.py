"""`python -m auditor`, and what the command `cfnaudit` runs."""

from __future__ import annotations


def main() -> None:
    """Runs the command line."""
    from auditor.cli import app

    app()


if __name__ == "__main__":
    main()
