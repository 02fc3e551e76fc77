"""The rules of STYLE.md that a program can check."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "regulars"
FLOORS = ["base", "collect", "identity", "commerce", "profile", "insight", "contact", "engage", "web"]
GROUND = ["kit", "workspace", "events", "lake"]
LONGEST_FILE = 400
LONGEST_FUNCTION = 50
LONGEST_TEMPLATE = 80
LONGEST_ASSET = 150
NO_DRAWERS = {"utils", "helpers", "common", "misc", "services", "managers", "service", "util", "helper"}
HEAVY = {
    "duckdb",
    "pandas",
    "sklearn",
    "scipy",
    "numpy",
    "pyarrow",
    "deltalake",
    "sqlglot",
    "babel",
    "pyspark",
    "altair",
    "vl_convert",
}
MAY_IMPORT_LATE = {"__main__.py", "apps.py"}


@cache
def sources() -> list[Path]:
    return sorted(path for path in HOUSE.rglob("*.py") if "migrations" not in path.parts)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (n for n in ast.walk(parsed(path)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def height(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_is_too_long():
    long = {named(path): height(path) for path in sources() if height(path) > LONGEST_FILE}

    assert long == {}
    assert median(height(path) for path in sources()) <= 120


def test_no_function_is_too_long():
    long = [
        f"{named(path)}:{function.lineno} {function.name}"
        for path in sources()
        for function in functions(path)
        if (function.end_lineno or 0) - function.lineno >= LONGEST_FUNCTION
    ]

    assert long == []


def test_templates_and_assets_are_short():
    limits = {".html": LONGEST_TEMPLATE, ".css": LONGEST_ASSET, ".js": LONGEST_ASSET}
    files = [path for path in HOUSE.rglob("*") if path.suffix in limits]

    assert [named(path) for path in files if height(path) > limits[path.suffix]] == []


def test_nothing_is_called_a_drawer():
    assert [named(path) for path in sources() if NO_DRAWERS & {path.stem, *path.relative_to(ROOT).parts}] == []


def test_our_own_code_is_imported_at_the_top():
    late = [
        f"{named(path)}:{node.lineno}"
        for path in sources()
        if path.name not in MAY_IMPORT_LATE and "commands" not in path.parts
        for function in functions(path)
        for node in ast.walk(function)
        if is_import_of_ours(node)
    ]

    assert late == []


def is_import_of_ours(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").split(".")[0] == "regulars"
    return isinstance(node, ast.Import) and any(name.name.split(".")[0] == "regulars" for name in node.names)


def test_every_module_says_what_it_is_for():
    silent = [
        named(path)
        for path in sources()
        if path.name != "apps.py" and ast.get_docstring(parsed(path)) is None and path.read_text().strip()
    ]

    assert silent == []


def test_there_are_no_signal_receivers():
    pattern = re.compile(r"@receiver|\.connect\(\s*\w+\s*,\s*sender=")

    assert [named(path) for path in sources() if pattern.search(path.read_text())] == []


def floor(label: str) -> tuple[int, int]:
    module = apps.get_app_config(label).module
    parts = (module.__name__ if module else "").split(".")
    return FLOORS.index(parts[1]), GROUND.index(parts[2]) if parts[1] == "base" else 0


def ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("regulars.")]


def test_foreign_keys_fall_and_never_rise():
    rising = [
        f"{model.__name__}.{field.name}"
        for model in ours()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and field.related_model in ours()
        and floor(field.related_model._meta.app_label) > floor(model._meta.app_label)
    ]

    assert rising == []


def test_a_key_into_another_stage_adds_no_hidden_attribute():
    hidden = [
        f"{model.__name__}.{field.name}"
        for model in ours()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and field.related_model in ours()
        and field.related_model._meta.app_label != model._meta.app_label
        and not field.remote_field.hidden
    ]

    assert hidden == []


def test_models_import_models_kinds_and_ground_only():
    allowed = re.compile(r"regulars\.(base\.|\w+\.(models(\.\w+)?|kinds)$)")
    wrong = [
        f"{named(path)}: {module}"
        for path in sources()
        if path.name == "models.py" or path.parent.name == "models"
        for module in imported_from(path)
        if module.startswith("regulars.") and not allowed.match(module) and module.count(".") > 1
    ]

    assert wrong == []


def imported_from(path: Path) -> Iterator[str]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names if name.name in {"models", "kinds"})


def test_every_model_table_with_an_operation_is_tracked(db):
    from regulars.base.events import undo

    with_operation = {
        model._meta.db_table for model in ours() if any(f.column == "operation" for f in model._meta.local_fields)
    } - {"events_change"}

    assert with_operation == set(undo.tracked_tables())


def test_starting_loads_no_analytical_library():
    code = (
        "import django, sys; django.setup(); import regulars.config.urls, regulars.flow;"
        f"print(*sorted({HEAVY!r} & set(sys.modules)))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)

    assert loaded.stdout.strip() == ""


def test_every_migration_has_a_name():
    unnamed = re.compile(r"\d{4}_(auto_|.*_and_more)")

    assert [named(p) for p in HOUSE.rglob("migrations/0*.py") if unnamed.match(p.name)] == []


@pytest.mark.django_db
def test_models_and_migrations_agree():
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
    call_command("check", fail_level="WARNING")


@pytest.mark.parametrize("path", ["README.md", "CONTRIBUTING.md", "STYLE.md", "CHANGELOG.md", "LICENSE", "docs/map.md"])
def test_the_pages_that_every_project_has_are_here(path):
    assert (ROOT / path).is_file()


def test_nothing_names_this_machine_or_an_index():
    pattern = re.compile(rb"/(work|farm|root)/|extra-index-url|files\.pythonhosted|registry\.npmjs")
    listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, cwd=ROOT, check=True)
    files = [ROOT / name for name in listed.stdout.splitlines() if name != "tests/test_house.py"]

    assert [named(path) for path in files if path.is_file() and pattern.search(path.read_bytes())] == []
