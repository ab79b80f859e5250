"""Says what is configured: all that holds for a file, or what decides about one rule."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from auditor.cli.terminal import fail, put
from auditor.config.fault import BadConfiguration
from auditor.config.lookup import Configurations
from auditor.config.schema import schema
from auditor.config.show import reasons, settings_text
from auditor.engine import registry
from auditor.files import Unreadable, read
from auditor.model.rule import AnyRule
from auditor.run.every_rule import every_rule
from auditor.run.request import STDIN


def schema_text(*, of_house_rules: bool = False) -> str:
    """The schema of the configuration, or of house rules, as JSON."""
    from auditor.house.form import schema as house_schema

    published = house_schema() if of_house_rules else schema()
    return json.dumps(published, indent=2, ensure_ascii=False) + "\n"


def retention_days() -> tuple[int, ...]:
    """The days for which CloudWatch Logs can keep events."""
    return tuple(schema()["properties"]["log-retention-days"]["enum"])


def show_settings(
    places: Sequence[tuple[str, Path | None]], known: Configurations, rules: Sequence[AnyRule]
) -> int:
    """Prints the settings for files by their names; for a folder, those for its files."""
    texts = []
    for name, path in places:
        is_folder = path is not None and path.is_dir()
        try:
            own = known.for_folder(path) if path and is_folder else known.for_file(path)
            if path is not None and not is_folder and name != STDIN:
                read(path)
        except (BadConfiguration, Unreadable) as error:
            fail(str(error))
            return 2
        chosen = known.chosen(own, None if is_folder else path)
        texts.append(settings_text(name, own, known.for_folder(Path()), chosen, rules))
    put(sys.stdout, "\n".join(texts))
    return 0


def why(id: str, file: str, config: str | None, *, isolated: bool) -> int:
    """Prints why a rule runs on a file or does not."""
    try:
        rules = every_rule(config, isolated=isolated)
        rule = registry.find(rules, id)
        known = Configurations(rules, {}, file=config, isolated=isolated)
        path = Path(file)
        own = known.for_file(path)
        read(path)
        put(sys.stdout, reasons(rule, file, path, own))
    except (registry.UnknownRule, BadConfiguration, Unreadable) as error:
        fail(str(error))
        return 2
    return 0
