"""Write the reference pages from the code; a test holds the two together."""

import importlib
import os
import pkgutil
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import django
import typer.main

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
WRITTEN = "<!-- Written by scripts/reference.py; change the code, then run `make docs`. -->\n"


def main() -> None:
    for name, text in pages().items():
        (REFERENCE / name).write_text(text, encoding="utf-8")


def pages() -> dict[str, str]:
    """Every page that is written from the code, by file name."""
    return {"api.md": api(), "commands.md": commands(), "events.md": events(), "rights.md": rights()}


def api() -> str:
    from regulars.api import reference
    from regulars.api.application import api as face

    return WRITTEN + reference.page(face.get_openapi_schema(path_prefix="/api/v1/"))


def commands() -> str:
    from regulars.__main__ import app

    root = typer.main.get_command(app)
    lines = [WRITTEN, "# Commands\n", "Each prints what it did in a few lines, or one JSON document with `--json`."]
    lines += ["Exit code 0 is success, 2 is bad input, told in one sentence.\n"]
    for name, command in each_command(root, "regulars"):
        lines += [f"## `{name}`\n", f"{(command.help or '').strip()}\n"]
        lines += [f"- {line}" for line in options(command)] + [""]
    return "\n".join(lines).rstrip() + "\n"


def each_command(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    children = getattr(command, "commands", None)
    if children is None:
        yield name, command
        return
    for child in children.values():
        if not child.hidden:
            yield from each_command(child, f"{name} {child.name}")


def options(command: click.Command) -> Iterator[str]:
    for parameter in command.params:
        if parameter.name == "help":
            continue
        shown = (
            ", ".join(f"`{text}`" for text in parameter.opts)
            if parameter.param_type_name == "option"
            else (f"`{(parameter.name or '').upper()}`")
        )
        default = parameter.default
        plain = isinstance(default, str | int | Path) and not isinstance(default, bool)
        yield f"{shown}: {getattr(parameter, 'help', '') or ''}" + (f" Default: {default}." if plain else "")


def events() -> str:
    from regulars.base.events.event import Event

    for module in pkgutil.walk_packages([str(ROOT / "regulars")], "regulars."):
        if module.name.endswith(".events") and not module.ispkg:
            importlib.import_module(module.name)
    named = (kind for kind in subclasses(Event) if kind.__module__.startswith("regulars.") and hasattr(kind, "name"))
    kinds = sorted(named, key=lambda kind: kind.name)
    lines = [WRITTEN, "# Events\n", "What the log holds; personal fields stand apart, and erasure empties them.\n"]
    lines += ["| Event | Family | What it says | Properties | Personal |", "|---|---|---|---|---|"]
    for kind in kinds:
        own = [f for f in fields(kind) if f.name not in {"store", "person"}]
        said = ", ".join(f"`{f.name}`" for f in own if not f.metadata.get("personal"))
        apart = ", ".join(f"`{f.name}`" for f in own if f.metadata.get("personal"))
        about = " ".join((kind.__doc__ or "").split())
        lines.append(f"| `{kind.name}` | {kind.family.value} | {about} | {said} | {apart} |")
    return "\n".join([*lines, "", *events_of_sites()]) + "\n"


def events_of_sites() -> Iterator[str]:
    """What sites and apps send, by its name here."""
    from regulars.collect import vocabulary

    yield "## What sites and apps send\n"
    yield (
        "`page.viewed` and `screen.viewed` come from the calls `page` and `screen`, `person.identified` from "
        "`identify`, `group.joined` from `group`, `person.aliased` from `alias`; what `track` names is below, in the "
        f"words of Segment or GA4. Any other name stands behind `{vocabulary.OTHER}`. The forms of this house send "
        "`form.answered`, `product.reviewed` and `wish.made`.\n"
    )
    yield "| Event | Sent as |"
    yield "|---|---|"
    for name in sorted(set(vocabulary.NAMES.values())):
        sent = ", ".join(f"`{theirs}`" for theirs, ours in vocabulary.NAMES.items() if ours == name)
        yield f"| `{name}` | {sent} |"


def subclasses[Kind](kind: type[Kind]) -> Iterator[type[Kind]]:
    for child in kind.__subclasses__():
        yield child
        yield from subclasses(child)


def rights() -> str:
    from regulars.base.workspace import access
    from regulars.base.workspace.kinds import Act, Role, Thing

    lines = [WRITTEN, "# Rights\n", "How far each role may do something: own, own branch, or all. Empty: not at all.\n"]
    for act in Act:
        lines += [f"## {act.label}\n", "| | " + " | ".join(str(role.label) for role in Role) + " |"]
        lines.append("|---" * (len(Role) + 1) + "|")
        for thing in Thing:
            cells = [str(access.reach(role, act, thing)) for role in Role]
            lines.append(f"| {thing.label} | " + " | ".join("" if cell == "none" else cell for cell in cells) + " |")
        lines.append("")
    masked = ", ".join(sorted(str(role.label) for role in access.MASKED))
    lines.append(f"These roles see e-mail, phone and street masked: {masked}.")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.config.settings")
    django.setup()
    main()
