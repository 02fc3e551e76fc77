"""Where a source sends to, and what names it there."""

from pathlib import Path

from django.conf import settings

from regulars.collect.kinds import SourceKind
from regulars.collect.models import Source
from regulars.collect.receive.hooks import HEAD
from regulars.collect.sources.receivers import RECEIVERS


def of(source: Source) -> dict[str, str]:
    """Its address with its write key and the line for the pages of a site, or the watched folder; none is a secret."""
    base = settings.PUBLIC_URL.rstrip("/")
    if source.kind == SourceKind.EVENTS:
        line = f'<script async src="{base}/tag.js" data-key="{source.write_key}"></script>'
        return {"address": f"{base}/v1", "write_key": source.write_key, "tag": line}
    if source.kind == SourceKind.FOLDER:
        return {"folder": str(folder(source))}
    return {"address": f"{base}{HEAD}{source.public_id}"} if source.kind in RECEIVERS else {}


def folder(source: Source) -> Path:
    """Where files are dropped that a source is to bring in."""
    return Path(settings.DROP) / source.public_id
