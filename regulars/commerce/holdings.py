"""What commerce holds of people: to whom orders went. The orders stay, as bookkeeping and figures need them."""

from regulars.base.kit.holding import OF_PERSON, SETUP, blanked, nobodys, removed
from regulars.commerce import feeds
from regulars.commerce.kinds import Supported

OF_ORDER = "t.row_id in (select id from gone_order)"
TEXTS = ("note", "ship_name", "ship_street", "ship_city", "ship_region", "ship_postcode", "parcel_number")
SUPPORTED = {
    Supported.PROFILE: "profile_profile",
    Supported.FIELD_VALUE: "profile_fieldvalue",
    Supported.TAGGING: "profile_tagging",
    Supported.TICKET: "profile_ticket",
    Supported.BALANCE: "profile_balance",
}
GONE = " or ".join(
    f"t.kind = {kind.value} and t.row_id in (select key from gone_row where \"table\" = '{table}')"
    for kind, table in SUPPORTED.items()
)
# A source names customers by their own number in its store, or by ours.
LAST_SAID = f"""
    t.feed >= {feeds.FIRST} and (t.feed - {feeds.FIRST}) % {len(feeds.KINDS)} = {feeds.KINDS.index("customers")}
    and (t.key in (select 'person ' || id from gone_person) or exists (
        select from identity_identifier i join workspace_store s on s.public_id = i.scope
        join collect_source c on c.store_id = s.id and c.id = (t.feed - {feeds.FIRST}) / {len(feeds.KINDS)}
        where i.kind = 'user' and i.value = t.key and i.person_id in (select id from gone_person)))
"""

HOLDINGS = (
    blanked(
        "commerce_order_said",
        plain="import_id row_id stated kind placed_at placed_on currency channel payment_state parcel_state"
        " cancelled_at discount_codes carrier ship_country return_reason",
        personal=f"by_id tags {' '.join(TEXTS)}",
        whose=OF_ORDER,
        blanks={"by_id": "null", "tags": "null", **dict.fromkeys(TEXTS, "null")},
        why="What a file said of an order stays, without to whom it went.",
    ),
    removed(
        "commerce_support",
        plain="import_id kind rank",
        personal="row_id said personal",
        whose=f"""
            t.kind = {Supported.PERSON.value} and t.row_id in (select id from gone_person)
            or t.kind = {Supported.IDENTIFIER.value} and t.row_id in (
                select id from identity_identifier where person_id in (select id from gone_person))
            or t.kind = {Supported.SUGGESTION.value} and t.row_id in (
                select id from identity_suggestion where older_id in (select id from gone_person)
                or newer_id in (select id from gone_person))
            or {GONE}
        """,
        why="That a file has brought what goes, goes with it.",
    ),
    blanked(
        "commerce_order",
        plain="id public_id number kind placed_at placed_on currency goods discount tax shipping gift_card refunded"
        " total net store_value rate rate_on rate_source discount_codes channel payment_state parcel_state carrier"
        " return_reason cancelled_at stated ship_country operation branch_id store_id",
        personal=f"person_id tags staff_note {' '.join(TEXTS)}",
        whose="t.id in (select id from gone_order)",
        blanks={"person_id": "null", "tags": "'{}'", "staff_note": "''", **dict.fromkeys(TEXTS, "''")},
        why="Orders stay in the books and in the figures, without the person and the address.",
        is_shown=True,
    ),
    blanked(
        "commerce_payment",
        plain="id source_id store_id order_id key parent reference kind amount fee currency state reason matched_by"
        " made_at version",
        personal="person_id",
        whose=f"{OF_PERSON} or t.order_id in (select id from gone_order)",
        blanks={"person_id": "null"},
        why="Payments stay in the books and in the figures, without the person.",
        is_shown=True,
    ),
    removed(
        "commerce_lastsaid",
        plain="id feed number version",
        personal="key",
        whose=LAST_SAID,
        why="How new the last word of a source on a customer was.",
    ),
    removed(
        "commerce_cart",
        plain="id store_id",
        personal="person_id items value currency begun_at changed_at checkout_at bought_at abandoned_at",
        whose=OF_PERSON,
        is_shown=True,
    ),
    nobodys(
        "commerce_orderline",
        "id content ordinal kind title quantity unit_price discount tax total unit_cost operation order_id store_id"
        " product_id",
        "What was bought; by whom, the order says.",
    ),
    nobodys("commerce_returnmatch", "id quantity bought_id returned_id", "Which line came back from which."),
    nobodys(
        "commerce_product",
        "id public_id sku title category brand kind price currency url image_url is_active attributes operation"
        " store_id",
        SETUP,
    ),
    nobodys("commerce_productcost", "id cost currency from_on operation product_id", SETUP),
    nobodys("commerce_exchangerate", "id from_currency to_currency on rate source", SETUP),
    nobodys(
        "commerce_merge",
        "import_id kind report begun_at done_at undone_at store_id under_id undoing_id withdrawn finished plan",
        "How far an import is: its parts are bounded by numbers of orders and of rows.",
    ),
)
