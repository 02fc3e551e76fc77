"""Compile the messages of three languages, without gettext's programs."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent.parent / "regulars" / "web" / "locale"


def main() -> None:
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as given, source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, read_po(given))


if __name__ == "__main__":
    main()
