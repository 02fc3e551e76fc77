"""Every page of the staff, with the right it asks for: the one table that the tests of rights walk along.

A name in capitals among the arguments stands for somebody of the cast; all else names a row that is not there.
"""

from dataclasses import dataclass
from typing import Any

from regulars.base.workspace.kinds import Act, Thing
from regulars.web.insight.questions import BY_SLUG

LI, VERA, TEAHOUSE, KEY = "LI", "VERA", "TEAHOUSE", "KEY"
CAST = {LI, VERA, TEAHOUSE, KEY}


@dataclass(frozen=True)
class Page:
    """A page, or an address that is only posted to."""

    right: tuple[Act, Thing] | None = None
    args: tuple[Any, ...] = ()
    is_posted: bool = False
    is_missing: bool = False
    """Whether it answers that there is nothing: no such row, or a page for developers."""
    is_for_unmasked: bool = False
    """Whether it is for those alone who see contact details in full."""


def see(thing: Thing, *args: Any) -> Page:
    return Page((Act.SEE, thing), args, is_missing=not CAST.issuperset(args))


def edit(thing: Thing, *args: Any) -> Page:
    return Page((Act.EDIT, thing), args, is_missing=not CAST.issuperset(args))


def post(thing: Thing, *args: Any, act: Act = Act.EDIT) -> Page:
    return Page((act, thing), args, is_posted=True, is_missing=not CAST.issuperset(args))


def anybody(*args: Any, is_posted: bool = False, is_missing: bool = False) -> Page:
    return Page(None, args, is_posted, is_missing)


DESK = {
    "home": anybody(),
    "search": anybody(),
    "palette": anybody(),
    "seen": anybody(),
    "find": anybody(),
    "notices": anybody(),
    "notice_sight": anybody(is_posted=True),
    "column_choice": anybody("customers", is_posted=True),
    "view_list": anybody("customers", is_posted=True),
    "view": anybody("vie_x", is_missing=True),
    "view_removal": anybody("vie_x", is_posted=True, is_missing=True),
    "hint_dismissal": anybody("customers", is_posted=True),
    "components": anybody(is_missing=True),
    "components_progress": anybody(1, is_missing=True),
    "components_tagging": anybody(is_posted=True, is_missing=True),
    "finding_snooze": post(Thing.INSIGHT, 0, act=Act.SEE),
}
CUSTOMERS = {
    "customers": see(Thing.PEOPLE),
    "duplicates": edit(Thing.PEOPLE),
    "duplicate_answer": post(Thing.PEOPLE, 1),
    "quality": see(Thing.PEOPLE),
    "quality_repair": Page((Act.EDIT, Thing.PEOPLE), ("standardize_names",)),
    "quality_stopping": post(Thing.PEOPLE, "rep_x"),
    "playbook": Page((Act.SEE, Thing.PEOPLE), ("lost",)),
    "customers_bulk": post(Thing.PEOPLE, "tag"),
    "customers_export": Page((Act.EXPORT, Thing.PEOPLE), ("csv",), is_missing=True),
    "customers_upload": Page((Act.EXPORT, Thing.PEOPLE), ("klaviyo",), is_for_unmasked=True),
    "customers_upload_file": Page((Act.EXPORT, Thing.PEOPLE), ("klaviyo",), is_for_unmasked=True),
    "person": see(Thing.PEOPLE, LI),
    "person_orders": see(Thing.ORDERS, LI),
    "person_timeline": see(Thing.PEOPLE, LI),
    "person_details": see(Thing.PEOPLE, LI),
    "person_identity": see(Thing.PEOPLE, LI),
    "person_history": see(Thing.PEOPLE, LI),
    "person_profile": edit(Thing.PEOPLE, LI),
    "person_fields": edit(Thing.PEOPLE, LI),
    "person_notes": edit(Thing.PEOPLE, LI),
    "person_tasks": post(Thing.PEOPLE, LI),
    "person_preferences": post(Thing.PEOPLE, LI),
    "preference_withdrawal": Page((Act.EDIT, Thing.PEOPLE), (LI,), is_posted=True, is_missing=True),
    "person_tags": post(Thing.PEOPLE, LI),
    "tag_taking": post(Thing.PEOPLE, LI, "tag_x"),
    "person_owner": post(Thing.PEOPLE, LI),
    "person_companies": post(Thing.PEOPLE, LI),
    "person_branch": post(Thing.PEOPLE, LI),
    "person_identifiers": post(Thing.PEOPLE, LI),
    "identifier_removal": post(Thing.PEOPLE, LI, 1),
    "person_split": post(Thing.PEOPLE, LI),
    "link_removal": post(Thing.PEOPLE, LI, 1),
    "suggestion_answer": post(Thing.PEOPLE, LI, 1),
    "person_attempts": post(Thing.PEOPLE, LI),
    "person_consents": see(Thing.PEOPLE, LI),
    "person_disclosure": post(Thing.PEOPLE, LI, act=Act.EXPORT),
    "person_erasure": Page((Act.ERASE, Thing.PEOPLE), (LI,)),
    "person_erasing": Page((Act.ERASE, Thing.PEOPLE), (LI,)),
    "disclosure": Page((Act.EXPORT, Thing.PEOPLE), ("dis_x",), is_missing=True),
    "disclosure_file": Page((Act.EXPORT, Thing.PEOPLE), ("dis_x",), is_missing=True),
    "erasures": Page((Act.ERASE, Thing.PEOPLE)),
    "erasure": Page((Act.ERASE, Thing.PEOPLE), ("era_x",), is_missing=True),
    "erasure_letting_back": post(Thing.PEOPLE, act=Act.ERASE),
    "requests": edit(Thing.PEOPLE),
    "request_answer": post(Thing.PEOPLE, "req_x"),
    "note": edit(Thing.PEOPLE, "not_x"),
    "note_pin": post(Thing.PEOPLE, "not_x"),
    "note_removal": post(Thing.PEOPLE, "not_x"),
    "task": edit(Thing.PEOPLE, "tsk_x"),
    "task_completion": post(Thing.PEOPLE, "tsk_x"),
    "today": edit(Thing.PEOPLE),
    "today_draw": post(Thing.PEOPLE),
}
VOICES = {
    "forms": see(Thing.PEOPLE),
    "form": edit(Thing.PEOPLE, "frm_x"),
    "form_questions": post(Thing.PEOPLE, "frm_x"),
    "form_question": edit(Thing.PEOPLE, "frm_x", "q1"),
    "form_order": post(Thing.PEOPLE, "frm_x"),
    "form_publication": post(Thing.PEOPLE, "frm_x"),
    "form_closure": post(Thing.PEOPLE, "frm_x"),
    "form_results": see(Thing.PEOPLE, "frm_x"),
    "form_due": see(Thing.PEOPLE, "frm_x"),
    "reviews": see(Thing.PRODUCTS),
    "review_import": edit(Thing.IMPORTS),
    "review_state": post(Thing.PEOPLE, "rev_x"),
    "review_reply": post(Thing.PEOPLE, "rev_x"),
}
COMPANIES = {
    "companies": see(Thing.PEOPLE),
    "company_new": edit(Thing.PEOPLE),
    "company": see(Thing.PEOPLE, "com_x"),
    "company_timeline": see(Thing.PEOPLE, "com_x"),
    "company_edit": edit(Thing.PEOPLE, "com_x"),
    "company_archiving": post(Thing.PEOPLE, "com_x"),
    "company_merge": post(Thing.PEOPLE, "com_x"),
    "company_contacts": post(Thing.PEOPLE, "com_x"),
    "company_contact": edit(Thing.PEOPLE, "com_x", 1),
    "company_contact_removal": post(Thing.PEOPLE, "com_x", 1),
}
TRADE = {
    "orders": see(Thing.ORDERS),
    "order": see(Thing.ORDERS, "ord_x"),
    "order_note": post(Thing.ORDERS, "ord_x"),
    "products": see(Thing.PRODUCTS),
    "product": see(Thing.PRODUCTS, "pro_x"),
    "categories": see(Thing.INSIGHT),
    "imports": see(Thing.IMPORTS),
    "import": see(Thing.IMPORTS, "imp_x"),
    "import_progress": see(Thing.IMPORTS, "imp_x"),
    "import_rejected": Page((Act.EXPORT, Thing.IMPORTS), ("imp_x",), is_missing=True),
    "import_again": post(Thing.IMPORTS, "imp_x"),
    "import_cancellation": post(Thing.IMPORTS, "imp_x"),
    "import_undoing": post(Thing.IMPORTS, "imp_x", act=Act.UNDO),
    "import_new": edit(Thing.IMPORTS),
    "import_draft": edit(Thing.IMPORTS, "imp_x"),
    "import_draft_progress": edit(Thing.IMPORTS, "imp_x"),
    "import_draft_start": post(Thing.IMPORTS, "imp_x"),
    "import_draft_removal": post(Thing.IMPORTS, "imp_x"),
    "sources": see(Thing.IMPORTS),
    "source_new": edit(Thing.IMPORTS),
    "source_new_of": Page((Act.EDIT, Thing.IMPORTS), ("shopify",)),
    "source": see(Thing.IMPORTS, "src_x"),
    "source_secret": post(Thing.IMPORTS, "src_x"),
    "source_closure": post(Thing.IMPORTS, "src_x"),
    "source_message": edit(Thing.IMPORTS, "src_x", 1),
    "source_message_removal": post(Thing.IMPORTS, "src_x", 1),
    "operations": see(Thing.OPERATIONS),
    "operation": see(Thing.OPERATIONS, "ope_x"),
    "operation_undoing": post(Thing.OPERATIONS, "ope_x", act=Act.UNDO),
}
INSIGHT = {
    "insight": see(Thing.INSIGHT),
    **{f"insight_{slug}": see(Thing.INSIGHT) for slug in list(BY_SLUG)[1:]},
    "insight_visits": see(Thing.INSIGHT),
    "insight_exhibit": see(Thing.INSIGHT, "rfm", "rfm"),
    "insight_file": Page((Act.EXPORT, Thing.INSIGHT), ("rfm", "rfm", "csv"), is_missing=True),
}
SETTINGS = {
    "settings_account": anybody(),
    "settings_stores": see(Thing.STORES),
    "settings_store_new": edit(Thing.STORES),
    "settings_store": edit(Thing.STORES, TEAHOUSE),
    "settings_store_quiet": post(Thing.STORES, TEAHOUSE),
    "settings_team": see(Thing.STAFF),
    "settings_team_invitations": post(Thing.STAFF),
    "settings_team_member": edit(Thing.STAFF, VERA),
    "settings_team_link": post(Thing.STAFF, VERA),
    "settings_team_place": post(Thing.STAFF, VERA),
    "settings_team_departure": post(Thing.STAFF, VERA),
    "settings_roles": see(Thing.STAFF),
    "settings_branches": edit(Thing.STORES),
    "settings_branch": edit(Thing.STORES, "bra_x"),
    "settings_branch_closing": post(Thing.STORES, "bra_x"),
    "settings_languages": edit(Thing.STORES),
    "settings_audit": see(Thing.AUDIT),
    "settings_audit_export": Page((Act.EXPORT, Thing.AUDIT), ("csv",)),
    "settings_keys": edit(Thing.KEYS),
    "settings_key_revocation": post(Thing.KEYS, KEY),
    "settings_lifecycle": edit(Thing.STORES),
    "settings_duplicates": edit(Thing.STORES),
    "settings_consents": edit(Thing.STORES),
    "settings_wordings": post(Thing.STORES),
    "settings_suppressions": post(Thing.STORES),
    "settings_retention": edit(Thing.STORES),
    "settings_fields": edit(Thing.STORES),
    "settings_field": edit(Thing.STORES, "fld_x"),
    "settings_field_archiving": post(Thing.STORES, "fld_x"),
    "settings_tags": edit(Thing.STORES),
    "settings_tag": edit(Thing.STORES, "tag_x"),
    "settings_tag_merge": post(Thing.STORES, "tag_x"),
    "settings_tag_removal": post(Thing.STORES, "tag_x"),
}
PAGES: dict[str, Page] = {**DESK, **CUSTOMERS, **COMPANIES, **VOICES, **TRADE, **INSIGHT, **SETTINGS}
OPEN = {"first_run", "enter", "preferences", "store_choice", "account_login"}
