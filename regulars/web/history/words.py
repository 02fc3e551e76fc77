"""What operations, tables and fields are called on the pages of history."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
from regulars.web.components import show

type Words = str | Promise

KINDS: Mapping[str, Words] = {
    OperationKind.EDIT: gettext_lazy("Edited by hand"),
    OperationKind.IMPORT: gettext_lazy("Imported a file"),
    OperationKind.MERGE: gettext_lazy("Settled who is the same person"),
    OperationKind.RULE: gettext_lazy("Applied a rule"),
    OperationKind.SYSTEM: gettext_lazy("Done by Regulars itself"),
    OperationKind.UNDO: gettext_lazy("Took something back"),
    OperationKind.ERASURE: gettext_lazy("Erased somebody"),
}
ACTS: Mapping[str, Words] = {
    "note_order": gettext_lazy("Wrote the note of an order"),
    "write_note": gettext_lazy("Wrote a note"),
    "edit_note": gettext_lazy("Changed a note"),
    "remove_note": gettext_lazy("Removed a note"),
    "pin_note": gettext_lazy("Pinned a note"),
    "unpin_note": gettext_lazy("Unpinned a note"),
    "open_task": gettext_lazy("Opened a task"),
    "change_task": gettext_lazy("Changed a task"),
    "finish_task": gettext_lazy("Finished a task"),
    "reopen_task": gettext_lazy("Opened a task again"),
    "assign_owner": gettext_lazy("Gave customers to a colleague"),
    "assign_branch": gettext_lazy("Gave customers to a branch"),
    "add_source": gettext_lazy("Connected a source"),
    "close_source": gettext_lazy("Closed a source"),
    "renew_secret": gettext_lazy("Gave a source a new secret"),
    "receive": gettext_lazy("Took events in"),
    "sign_in": gettext_lazy("Recognized visitors who signed in"),
    "define_tag": gettext_lazy("Defined a tag"),
    "change_tag": gettext_lazy("Changed a tag"),
    "merge_tags": gettext_lazy("Merged two tags"),
    "remove_tag": gettext_lazy("Removed a tag"),
    "define_field": gettext_lazy("Defined a custom field"),
    "change_field": gettext_lazy("Changed a custom field"),
    "rename_choice": gettext_lazy("Renamed a choice of a field"),
    "arrange_fields": gettext_lazy("Rearranged the custom fields"),
    "archive_field": gettext_lazy("Archived a custom field"),
    "revive_field": gettext_lazy("Took a custom field out of the archive"),
    "edit_person": gettext_lazy("Edited a customer"),
    "tag": gettext_lazy("Gave a tag"),
    "untag": gettext_lazy("Took a tag away"),
    "set_field": gettext_lazy("Filled in a field"),
    "claim_identifier": gettext_lazy("Added an identifier"),
    "remove_identifier": gettext_lazy("Removed an identifier"),
    "tell_apart": gettext_lazy("Told two people apart"),
    "find_duplicates": gettext_lazy("Looked for people who may be one"),
    "put_off": gettext_lazy("Put off whether two people are one"),
    "split_person": gettext_lazy("Split a person"),
    "note_attempt": gettext_lazy("Noted a contact"),
    "put_on_today": gettext_lazy("Put people on a list of today"),
    "set_quiet": gettext_lazy("Set for how long people are left in peace"),
    "state_preference": gettext_lazy("Noted a preference"),
    "withdraw_preference": gettext_lazy("Withdrew a preference"),
    "find_companies": gettext_lazy("Found companies and their contacts"),
    "take_in_groups": gettext_lazy("Took in what a site says of companies"),
    "open_company": gettext_lazy("Wrote a company down"),
    "change_company": gettext_lazy("Changed a company"),
    "archive_company": gettext_lazy("Archived a company"),
    "revive_company": gettext_lazy("Took a company out of the archive"),
    "merge_companies": gettext_lazy("Merged two companies"),
    "link_contact": gettext_lazy("Added a contact of a company"),
    "change_contact": gettext_lazy("Changed a contact of a company"),
    "unlink_contact": gettext_lazy("Took a contact off a company"),
    "erase": gettext_lazy("Erased somebody"),
    "give_consent": gettext_lazy("Wrote down a consent"),
    "withdraw_consent": gettext_lazy("Wrote down that a consent was withdrawn"),
    "ask_consent": gettext_lazy("Asked for the confirmation of a consent"),
    "suppress": gettext_lazy("Put addresses on the list of those nobody writes to"),
    "lift_suppression": gettext_lazy("Took an address off the list of those nobody writes to"),
    "set_consent_rules": gettext_lazy("Changed the rules of consents"),
    "set_retention": gettext_lazy("Changed how long data are kept"),
    "make_form": gettext_lazy("Made a form"),
    "change_form": gettext_lazy("Changed a form"),
    "publish_form": gettext_lazy("Published a form"),
    "close_form": gettext_lazy("Closed a form"),
    "hand_out_links": gettext_lazy("Took links to a survey away"),
    "publish_review": gettext_lazy("Published a review"),
    "hide_review": gettext_lazy("Hid a review"),
    "hold_review": gettext_lazy("Put a review back among those to be looked at"),
    "reply_review": gettext_lazy("Answered a review"),
    "import_reviews": gettext_lazy("Brought in reviews"),
    "take_in_request": gettext_lazy("Took in a request by law"),
    "repair_standardize_names": gettext_lazy("Brought names into one form"),
    "repair_standardize_places": gettext_lazy("Brought addresses into one form"),
    "repair_standardize_countries": gettext_lazy("Brought countries into one form"),
    "repair_standardize_phones": gettext_lazy("Brought phone numbers into one form"),
    "repair_fill_countries": gettext_lazy("Filled in countries"),
    "repair_fill_names": gettext_lazy("Filled in names"),
    "repair_mend_domains": gettext_lazy("Mended misspelt e-mail domains"),
    "repair_swap_names": gettext_lazy("Exchanged given and family names"),
    "repair_replace": gettext_lazy("Found and replaced"),
    "keep_repair": gettext_lazy("Let a repair go on"),
    "stop_repair": gettext_lazy("Stopped a repair that went on"),
    "settle_request": gettext_lazy("Settled a request by law"),
}
TABLES: Mapping[str, Words] = {
    "commerce_order": gettext_lazy("Order"),
    "commerce_orderline": gettext_lazy("Line of an order"),
    "commerce_product": gettext_lazy("Product"),
    "commerce_productcost": gettext_lazy("Cost of a product"),
    "identity_person": gettext_lazy("Person"),
    "identity_identifier": gettext_lazy("Identifier"),
    "identity_link": gettext_lazy("Link of two people"),
    "identity_suggestion": gettext_lazy("Suggestion"),
    "identity_apart": gettext_lazy("Two people told apart"),
    "identity_duplicaterules": gettext_lazy("Limits for duplicates"),
    "identity_blockedvalue": gettext_lazy("Blocked value"),
    "profile_profile": gettext_lazy("Profile"),
    "profile_standingrepair": gettext_lazy("Repair that goes on"),
    "profile_company": gettext_lazy("Company"),
    "profile_companykey": gettext_lazy("Key of a company"),
    "profile_contact": gettext_lazy("Contact of a company"),
    "contact_claim": gettext_lazy("Place in a list of today"),
    "contact_quietrule": gettext_lazy("Days of peace"),
}
FIELDS: Mapping[str, Words] = {
    "staff_note": gettext_lazy("Note for the staff"),
    "note": gettext_lazy("Note"),
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
    "title": gettext_lazy("Title"),
    "category": gettext_lazy("Category"),
    "brand": gettext_lazy("Brand"),
    "price": gettext_lazy("Price"),
    "cost": gettext_lazy("Cost"),
    "tags": gettext_lazy("Tags"),
    "person_id": gettext_lazy("Person"),
    "canonical_id": gettext_lazy("Same person as"),
    "owner_id": gettext_lazy("Responsible"),
    "payment_state": gettext_lazy("Payment"),
    "parcel_state": gettext_lazy("Parcel"),
    "parcel_number": gettext_lazy("Parcel number"),
    "undone_at": gettext_lazy("Undone"),
    "rate": gettext_lazy("Exchange rate"),
    "rate_on": gettext_lazy("Day of the exchange rate"),
    "rate_source": gettext_lazy("Source of the exchange rate"),
    "store_value": gettext_lazy("Net sales in the store's currency"),
    "born_on": gettext_lazy("Birthday"),
    "accepts_email": gettext_lazy("Accepts e-mail"),
    "accepts_sms": gettext_lazy("Accepts SMS"),
}
DETAILS = ("file", "number", "tag", "field", "name")
"""Facts that are words of their own and stand behind the sentence."""


def sentence(operation: Operation) -> Words:
    """What was done, in a few words."""
    return ACTS.get(operation.facts.get("act", ""), KINDS[operation.kind])


def detail(facts: Mapping[str, Any]) -> str:
    """What it was done to, as far as the operation says so."""
    parts = [str(facts[name]) for name in DETAILS if facts.get(name)]
    if (people := facts.get("people")) and isinstance(people, int):
        parts.append(ngettext("%(count)s person", "%(count)s people", people) % {"count": show.number(people)})
    return " · ".join(parts)


def table(name: str) -> Words:
    return TABLES.get(name, name.split("_", 1)[-1].capitalize())


def field(name: str) -> Words:
    return FIELDS.get(name, name.removesuffix("_id").replace("_", " ").capitalize())
