"""Links of their own for people who are known: what they answer by one is theirs."""

from datetime import timedelta

from django.core import signing

from regulars.engage.models import Form
from regulars.identity.models import Person

SALT = "regulars.form"
PREVIEW = "regulars.form.preview"
VALID = timedelta(days=90)
PREVIEW_VALID = timedelta(hours=12)


def made(form: Form, person: Person) -> str:
    """What the link of a person to a form ends with."""
    return signing.dumps([form.public_id, person.public_id], salt=SALT)


def person(form: Form, given: str) -> str:
    """The public id of whom a link was made for; empty where it is none of this form's, or too old."""
    try:
        meant, person = signing.loads(given, salt=SALT, max_age=VALID)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(person) if meant == form.public_id else ""


def preview(form: Form) -> str:
    """What the link ends with by which staff look at a draft."""
    return signing.dumps(form.public_id, salt=PREVIEW)


def is_preview(form: Form, given: str) -> bool:
    try:
        return bool(signing.loads(given, salt=PREVIEW, max_age=PREVIEW_VALID) == form.public_id)
    except signing.BadSignature:
        return False
