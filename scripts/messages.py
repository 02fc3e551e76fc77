"""Collect what people read from code and templates into the three languages' files, and compile them."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ["zh_Hans", "zh_Hant"]


def main() -> None:
    sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.config.settings")
    import compile_messages
    import django
    from django.core.management import call_command

    django.setup()
    os.chdir(ROOT / "regulars")
    call_command(
        "makemessages", locale=LANGUAGES, no_obsolete=True, no_wrap=True, add_location="file", extensions=["html", "py"]
    )
    for language in LANGUAGES:
        forget_the_hour(ROOT / "regulars" / "web" / "locale" / language / "LC_MESSAGES" / "django.po")
    compile_messages.main()


def forget_the_hour(path: Path) -> None:
    """Leave out when the messages were collected: it says nothing, and differs on each branch."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "POT-Creation-Date" not in line), encoding="utf-8")


if __name__ == "__main__":
    main()
