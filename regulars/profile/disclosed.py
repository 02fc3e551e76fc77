"""How what is known of a person is put into words for them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

INNER = frozenset(
    {"id", "operation", "search", "sort_key", "under", "epoch", "xid", "seq", "person", "store", "actor", "run_id"}
)
ROWS = {
    "profile_tagging": "jsonb_build_object('tag', (select name from profile_tag g where g.id = t.tag_id))",
    "profile_fieldvalue": """
        jsonb_build_object('field', (select name from profile_field f where f.id = t.field_id), 'text', t.text,
                           'number', t.number, 'day', t.day, 'words', t.words)
    """,
    "profile_consent": """
        to_jsonb(t) || jsonb_build_object(
            'shown', (select text from profile_wording w where w.id = t.wording_id),
            'version', (select version from profile_wording w where w.id = t.wording_id),
            'shop', (select name from workspace_store s where s.id = t.store_id))
    """,
    "profile_contact": """
        to_jsonb(t) || jsonb_build_object('company', (select name from profile_company c where c.id = t.company_id))
    """,
    "commerce_order": """
        to_jsonb(t) || jsonb_build_object(
            'shop', (select name from workspace_store s where s.id = t.store_id),
            'lines', (select jsonb_agg(concat_ws(' ', trim_scale(l.quantity)::text, '×', l.title,
                                                 trim_scale(l.total)::text, t.currency) order by l.id)
                      from commerce_orderline l where l.order_id = t.id))
    """,
    "insight_score": """
        to_jsonb(t) || (select jsonb_build_object('as_of', r.as_of, 'shop', s.name)
                        from insight_run r join workspace_store s on s.id = r.store_id where r.id = t.run_id)
    """,
    "events": "to_jsonb(t) || jsonb_build_object('shop', (select name from workspace_store s where s.id = t.store))",
    "identity_link": "jsonb_build_object('made_at', t.made_at, 'undone_at', t.undone_at, 'evidence', t.evidence)",
}
ORDERS = {
    "events": " order by t.happened_at, t.id",
    "commerce_order": " order by t.placed_at, t.id",
    "commerce_payment": " order by t.made_at, t.id",
    "insight_visit": " order by t.started_at, t.id",
}
TITLES: Mapping[str, str | Promise] = {
    "identity_person": gettext_lazy("The person"),
    "profile_profile": gettext_lazy("Profile"),
    "identity_identifier": gettext_lazy("Identifiers"),
    "profile_fieldvalue": gettext_lazy("Custom fields"),
    "profile_tagging": gettext_lazy("Tags"),
    "profile_consent": gettext_lazy("Consents"),
    "profile_preference": gettext_lazy("What they say they like"),
    "commerce_order": gettext_lazy("Orders"),
    "commerce_payment": gettext_lazy("Payments"),
    "commerce_cart": gettext_lazy("Cart"),
    "engage_answer": gettext_lazy("Answered form"),
    "engage_reply": gettext_lazy("Answer to a question"),
    "engage_invitation": gettext_lazy("Invitation to a survey"),
    "engage_review": gettext_lazy("Review of a product"),
    "engage_wish": gettext_lazy("Wish"),
    "insight_visit": gettext_lazy("Visits of the site"),
    "insight_look": gettext_lazy("What was looked at and searched for on the site"),
    "profile_quality": gettext_lazy("Data quality"),
    "profile_contact": gettext_lazy("Companies that the person buys for"),
    "profile_ticket": gettext_lazy("Tickets"),
    "profile_balance": gettext_lazy("Points"),
    "profile_note": gettext_lazy("Notes"),
    "profile_task": gettext_lazy("Tasks"),
    "contact_attempt": gettext_lazy("Contact"),
    "profile_rightsrequest": gettext_lazy("Requests by law"),
    "insight_score": gettext_lazy("What was reckoned from the orders"),
    "identity_link": gettext_lazy("Entries found to be the same person"),
    "events": gettext_lazy("Timeline"),
}
LABELS: Mapping[str, str | Promise] = {
    "name": gettext_lazy("Name"),
    "given_name": gettext_lazy("Given name"),
    "family_name": gettext_lazy("Family name"),
    "company": gettext_lazy("Company"),
    "street": gettext_lazy("Street"),
    "city": gettext_lazy("City"),
    "region": gettext_lazy("Region"),
    "postcode": gettext_lazy("Postcode"),
    "country": gettext_lazy("Country"),
    "language": gettext_lazy("Language"),
    "born_on": gettext_lazy("Birthday"),
    "accepts_email": gettext_lazy("Accepts e-mail"),
    "accepts_sms": gettext_lazy("Accepts SMS"),
    "note": gettext_lazy("Note"),
    "kind": gettext_lazy("Kind"),
    "value": gettext_lazy("Value"),
    "source": gettext_lazy("Source"),
    "number": gettext_lazy("Number"),
    "placed_at": gettext_lazy("When"),
    "happened_at": gettext_lazy("When"),
    "said_at": gettext_lazy("When"),
    "at": gettext_lazy("When"),
    "total": gettext_lazy("Total"),
    "currency": gettext_lazy("Currency"),
    "lines": gettext_lazy("Lines"),
    "shop": gettext_lazy("Store"),
    "text": gettext_lazy("Text"),
    "tag": gettext_lazy("Tag"),
    "field": gettext_lazy("Field"),
    "title": gettext_lazy("Title"),
    "word": gettext_lazy("What was said"),
    "medium": gettext_lazy("Channel"),
    "purpose": gettext_lazy("Purpose"),
    "manner": gettext_lazy("How"),
    "place": gettext_lazy("Where"),
    "shown": gettext_lazy("What was shown"),
    "version": gettext_lazy("Version"),
    "reason": gettext_lazy("Reason"),
    "subject": gettext_lazy("Subject"),
    "opened_at": gettext_lazy("Opened at"),
    "changed_at": gettext_lazy("Changed at"),
    "closed_at": gettext_lazy("Closed at"),
    "priority": gettext_lazy("Priority"),
    "satisfaction": gettext_lazy("Satisfaction"),
    "program": gettext_lazy("Loyalty program"),
    "points": gettext_lazy("Points"),
    "tier": gettext_lazy("Tier"),
    "expires_on": gettext_lazy("Points expire on"),
    "as_of": gettext_lazy("As of"),
    "public_id": gettext_lazy("Number here"),
    "first_seen_at": gettext_lazy("Known since"),
}

type Readable = Sequence[tuple[Any, Sequence[Sequence[tuple[Any, str]]]]]


def readable(sections: Mapping[str, Sequence[Mapping[str, Any]]]) -> Readable:
    """Each place that holds something, with its rows as labels and words."""
    return [
        (title, [[(label(name), words(value)) for name, value in row.items()] for row in sections[table]])
        for table, title in TITLES.items()
        if sections.get(table)
    ]


def label(name: str) -> Any:
    return LABELS.get(name) or name.replace("_", " ").capitalize()


def words(value: Any) -> str:
    match value:
        case bool():
            return "✓" if value else "✗"
        case list():
            return "; ".join(map(words, value))
        case dict():
            return "; ".join(f"{name}: {words(item)}" for name, item in value.items())
        case _:
            return str(value)
