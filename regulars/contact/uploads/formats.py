"""The files that other programs take: their columns to the letter, and what stands in each row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from regulars.contact.uploads.leaving import Aim, Leaver
from regulars.contact.uploads.spelling import digits, google_email, joined, lower, meta_postcode, plain, sha256

SEVERAL = 3
"""How many e-mail addresses and numbers of one person Meta and Google take."""

type Row = list[str]


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file; `aim` says what people must have agreed to."""

    key: str
    program: str
    label: str | Promise
    about: str | Promise
    aim: Aim
    headings: Sequence[str]
    row: Callable[[Leaver], Row]


def klaviyo(one: Leaver) -> Row:
    agreed = "SUBSCRIBED" if one.has_agreed else ""
    return [
        one.email, one.phone, one.given_name, one.family_name, one.said("company"), one.said("street"),
        one.said("city"), one.said("region"), one.said("postcode"), one.country, agreed, one.agreed_at, one.person_id,
    ]  # fmt: skip


def mailchimp(one: Leaver) -> Row:
    place = [one.said("street"), one.said("city"), one.said("region"), one.said("postcode"), one.country]
    return [
        one.email, one.given_name, one.family_name, one.phone, one.said("company"), "  ".join(filter(None, place)),
        ", ".join(one.tags),
    ]  # fmt: skip


def meta(one: Leaver) -> Row:
    return [
        *several([sha256(lower(email)) for email in one.emails]),
        *several([sha256(digits(phone)) for phone in one.phones]), sha256(plain(one.given_name)),
        sha256(plain(one.family_name)), sha256(meta_postcode(one.said("postcode"), one.country)),
        sha256(joined(one.said("city"))), sha256(joined(one.said("region"))), sha256(one.country.lower()),
    ]  # fmt: skip


def google(one: Leaver) -> Row:
    return [
        *several([sha256(google_email(email)) for email in one.emails]), *several([sha256(p) for p in one.phones]),
        sha256(lower(one.given_name)), sha256(lower(one.family_name)), one.country, one.said("postcode"),
    ]  # fmt: skip


def google_plain(one: Leaver) -> Row:
    return [
        *several(one.emails), *several(one.phones), one.given_name, one.family_name, one.country, one.said("postcode")
    ]  # fmt: skip


def several(found: Sequence[str]) -> Row:
    return [*found[:SEVERAL], *[""] * (SEVERAL - len(found))]


GOOGLE = ("Email", "Email", "Email", "Phone", "Phone", "Phone", "First Name", "Last Name", "Country", "Zip")
FORMATS: Sequence[Format] = (
    Format(
        "klaviyo", "Klaviyo", gettext_lazy("Klaviyo, profiles"),
        gettext_lazy("With consent and its time. Import it into a list, and say that all of them have agreed."),
        Aim.MAIL,
        ("Email", "Phone Number", "First Name", "Last Name", "Organization", "Address", "City", "State / Region",
         "Zip Code", "Country", "Email Marketing Consent", "Email Marketing Consent Timestamp", "Regulars ID"),
        klaviyo,
    ),
    Format(
        "mailchimp", "Mailchimp", gettext_lazy("Mailchimp, contacts"),
        gettext_lazy("With tags. Import it as subscribed contacts."), Aim.MAIL,
        ("Email Address", "First Name", "Last Name", "Phone Number", "Company", "Address", "Tags"), mailchimp,
    ),
    Format(
        "meta", "Meta", gettext_lazy("Meta, custom audience"),
        gettext_lazy("Hashed by SHA-256 in Meta’s spelling, so that it learns of nobody whom it does not know."),
        Aim.SHARING,
        ("email", "email", "email", "phone", "phone", "phone", "fn", "ln", "zip", "ct", "st", "country"), meta,
    ),
    Format(
        "google", "Google", gettext_lazy("Google, customer match, hashed"),
        gettext_lazy("Hashed by SHA-256 in Google’s spelling; country and postcode stay readable, as it wants them."),
        Aim.SHARING, GOOGLE, google,
    ),
    Format(
        "google-plain", "Google", gettext_lazy("Google, customer match, not hashed"),
        gettext_lazy("Readable. Google hashes it while it is uploaded."), Aim.SHARING, GOOGLE, google_plain,
    ),
)  # fmt: skip
BY_KEY: Mapping[str, Format] = {each.key: each for each in FORMATS}
