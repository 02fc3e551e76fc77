# ruff: noqa: E501
"""Exports of known shops are told by their headings and give the same lines, whatever their shape."""

from datetime import UTC, date, datetime
from decimal import Decimal
from textwrap import dedent

from regulars.collect.kinds import Kind, Reason
from tests.collect.conftest import ReadAll

SHOPIFY = dedent("""\
    Name,Email,Financial Status,Paid at,Fulfillment Status,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Lineitem discount,Billing Name,Billing Address1,Billing City,Billing Zip,Billing Country,Billing Phone,Shipping Name,Notes,Cancelled at,Refunded Amount,Vendor,Tags,Source
    #1001,MEI@example.com,paid,2024-05-01 12:01:00 +0200,fulfilled,yes,EUR,25.00,4.90,0.00,27.40,SPRING,2.50,2024-05-01 12:00:00 +0200,2,Sencha,10.00,T-1,0.00,Mei Lin,Hauptstr. 1,Berlin,'10115,DE,'+49 30 1234567,Mei Lin,leave at door,,0.00,Kyoto,"vip, tea",web
    #1001,MEI@example.com,,,,,,,,,,,,,1,Gift Card - €5,5.00,,0.00,,,,,,,,,,,,,
    #1002,bo@example.com,refunded,2024-05-02 09:00:00 +0200,unfulfilled,no,EUR,8.00,0.00,0.00,8.00,,0.00,2024-05-02 09:00:00 +0200,1,Matcha,8.00,T-2,0.00,Bo Ek,,,,,,Bo Ek,,,8.00,Uji,,web
    #1003,bo@example.com,voided,,unfulfilled,no,EUR,8.00,0.00,0.00,8.00,,0.00,2024-05-03 09:00:00 +0200,1,Matcha,8.00,T-2,0.00,Bo Ek,,,,,,Bo Ek,,2024-05-03 10:00:00 +0200,0.00,Uji,,web
    """)


def test_a_shopify_order_over_several_rows_has_its_header_on_each_line(read: ReadAll) -> None:
    result = read(SHOPIFY, zone="Europe/Berlin")

    first, second = result.rows[:2]
    assert result.understood["preset"] == "shopify-orders"
    assert (first["email"], second["name"], second["order_total"]) == ("mei@example.com", "Mei Lin", Decimal("27.4"))
    assert second["placed_at"] == datetime(2024, 5, 1, 10, tzinfo=UTC)
    assert (first["discount_codes"], first["order_tags"]) == (["SPRING"], ["vip", "tea"])
    assert (first["phone"], first["postcode"], first["country"]) == ("+49301234567", "10115", "DE")
    assert result.column("line_kind") == ["merchandise", "gift_card", "merchandise", "merchandise"]


def test_shopify_refunds_and_cancellations_are_kept_apart(read: ReadAll) -> None:
    result = read(SHOPIFY, zone="Europe/Berlin")

    assert result.column("order_kind") == ["sale", "sale", "sale", "cancelled"]
    assert result.column("order_refunded") == [0, 0, 8, 0]
    assert result.totals.money == Decimal("41")


def test_shopify_customers_keep_their_consent_and_unknown_columns(read: ReadAll) -> None:
    result = read(
        "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address City,Default Address Country Code,"
        "Phone,Total Spent,Total Orders,Tags\n'77,Mei,Lin,Mei@Example.com,yes,Berlin,DE,'+4930123456,20.00,2,\"a, b\"\n",
        Kind.CUSTOMERS,
    )

    row = result.rows[0]
    assert (row["user_id"], row["name"], row["accepts_email"], row["tags"]) == ("77", "Mei Lin", True, ["a", "b"])
    assert row["extra"] == '{"Total Spent": "20.00", "Total Orders": "2"}'


def test_shopify_products_have_one_row_per_variant(read: ReadAll) -> None:
    result = read(
        "Handle,Title,Vendor,Type,Option1 Value,Variant SKU,Variant Price,Cost per item,Image Src,Status\n"
        "sencha,Sencha,Kyoto,Tea,50 g,S-50,8.00,3.10,https://x/1.jpg,active\n"
        "sencha,,,,100 g,S-100,15.00,5.90,,\n"
        "sencha,,,,,,,,https://x/2.jpg,\n",
        Kind.PRODUCTS,
    )

    assert result.column("title") == ["Sencha - 50 g", "Sencha - 100 g"]
    assert result.column("cost") == [Decimal("3.1"), Decimal("5.9")]
    assert result.column("category") == ["Tea", "Tea"]
    assert result.totals.passed_over == 1


def test_woocommerce_items_in_one_cell_become_lines(read: ReadAll) -> None:
    result = read(
        "order_id,order_number,date,status,shipping_total,discount_total,order_total,order_currency,customer_id,"
        "billing_first_name,billing_last_name,billing_email,line_items,coupons\n"
        '9,1009,2024-03-05 10:00:00,completed,3.00,1.00,22.00,EUR,0,Li,Wang,li@example.com,"id:1|name:Tea|product_id:5|'
        "sku:T1|quantity:2|subtotal:20.00|total:19.00|total_tax:0.00|meta:;id:2|name:Cup|product_id:6|sku:|quantity:1|"
        'subtotal:1.00|total:1.00|meta:",code:WELCOME|amount:1\n',
    )

    assert result.column("sku") == ["T1", "6"]
    assert result.column("unit_price") == [10, 1]
    assert result.column("line_discount") == [1, 0]
    assert result.rows[0]["user_id"] is None
    assert result.totals.money == 20


def test_woocommerce_numbered_item_columns_become_lines(read: ReadAll) -> None:
    result = read(
        "order_id,order_number,order_date,status,order_total,billing_email,line_item_1,line_item_2\n"
        "9,1009,2024-03-25 10:00:00,processing,22.00,li@example.com,name:Tea|sku:T1|quantity:2|total:20.00|sub_total:20.00,"
        "name:Cup|sku:C1|quantity:1|total:2.00|sub_total:2.00\n"
        "10,1010,2024-03-26 10:00:00,failed,5.00,bo@example.com,name:Cup|sku:C1|quantity:1|total:2.00|sub_total:2.00,\n",
    )

    assert result.column("sku") == ["T1", "C1", "C1"]
    assert result.column("order_kind") == ["sale", "sale", "cancelled"]


def test_woocommerce_rows_per_item_are_read(read: ReadAll) -> None:
    result = read(
        '"Order Number","Order Status","Order Date","First Name (Billing)","Last Name (Billing)","Email (Billing)",'
        '"Phone (Billing)","Country Code (Billing)","Item #",SKU,Name,Quantity,"Item Cost","Coupon Code","Order Total Amount"\n'
        "501,completed,2024-06-01 10:00,Anna,Ek,anna@example.com,070-123 45 67,SE,1,T1,Tea,2,5.50,,16.00\n"
        "501,completed,2024-06-01 10:00,Anna,Ek,anna@example.com,070-123 45 67,SE,2,C1,Cup,1,5.00,,16.00\n",
    )

    assert result.understood["preset"] == "woocommerce-orders"
    assert result.column("phone") == ["+46701234567"] * 2
    assert result.totals.money == 16


def test_woocommerce_analytics_counts_an_order_as_one_line(read: ReadAll) -> None:
    result = read(
        "Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,Product(s),Items sold,Coupon(s),N. Revenue,Attribution\n"
        '2024-06-01 10:00:00,77,"$10.00",completed,Anna Ek,new,"3× Tea",3,,10.00,Direct\n',
    )

    row = result.rows[0]
    assert (row["quantity"], row["unit_price"], row["line_discount"]) == (3, Decimal("3.333333"), Decimal("-0.000001"))
    assert result.totals.money == 10


def test_woocommerce_customers_and_products_are_read(read: ReadAll) -> None:
    customers = read(
        "ID,user_email,first_name,last_name,user_registered,billing_country,billing_phone\n"
        "4,anna@example.com,Anna,Ek,2023-01-02 10:00:00,SE,0701234567\n",
        Kind.CUSTOMERS,
    )
    products = read(
        "ID,Type,SKU,Name,Published,Regular price,Sale price,Categories,Images\n"
        '7,simple,T1,Tea,1,9.00,,"Tea > Green, Sale",https://x/1.jpg\n',
        Kind.PRODUCTS,
    )

    assert customers.rows[0]["created_at"].date() == date(2023, 1, 2)
    assert (products.rows[0]["price"], products.rows[0]["is_active"]) == (9, True)
    assert products.rows[0]["category"] == "Tea > Green"


def test_costs_are_read_with_their_day(read: ReadAll) -> None:
    result = read("SKU,Cost,Valid from\nT1,3.25,2024-01-01\n,1,2024-01-01\n", Kind.COSTS)

    assert (result.rows[0]["cost"], result.rows[0]["from_on"]) == (Decimal("3.25"), date(2024, 1, 1))
    assert result.rejected[0].reason is Reason.NO_SKU


KLAVIYO = dedent("""\
    Email,Klaviyo ID,First Name,Last Name,Organization,Phone Number,Address,City,State / Region,Country,Zip Code,Source,Email Marketing Consent,Email Marketing Consent Timestamp,SMS Marketing Consent,SMS Marketing Consent Timestamp,Email Suppressions,Shopify Tags,Shoe Size
    Mei@Example.com,01HX,Mei,Lin,Teahouse,+4930123456,Hauptstr. 1,Berlin,BE,Germany,10115,Footer form,SUBSCRIBED,2024-03-14 09:12:31,NEVER_SUBSCRIBED,,,"[""vip"",""tea, green""]",38
    bo@example.com,01HY,Bo,Ek,,,,,,,,Checkout,UNSUBSCRIBED,2025-01-02 03:04:05,,,HARD_BOUNCE,,
    """)
CONTACT = (
    "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,TIMEZONE,CC,REGION"
)
REST = "LAST_CHANGED,LEID,EUID,NOTES,TAGS"
MEI = "mei@example.com,Mei,Lin,4,2024-03-14 09:12:31,192.0.2.1,2024-03-14 09:14:00,192.0.2.2,Europe/Berlin,DE,BE"
END = '2024-03-14 09:14:00,12,ab1,,"""vip"",""tea, green"""'


def test_klaviyo_profiles_bring_consent_with_its_time_and_suppressions(read: ReadAll) -> None:
    result = read(KLAVIYO, Kind.CUSTOMERS, zone="Europe/Berlin")

    mei, bo = result.rows
    assert result.understood["preset"] == "klaviyo-profiles"
    assert (mei["accepts_email"], mei["accepts_sms"], bo["accepts_email"]) == (True, None, False)
    assert mei["email_consent_at"] == datetime(2024, 3, 14, 9, 12, 31, tzinfo=UTC)
    assert (mei["consent_source"], mei["country"], mei["tags"]) == ("Footer form", "DE", ["vip", "tea, green"])
    assert (mei["user_id"], mei["extra"]) == (None, '{"Klaviyo ID": "01HX", "Shoe Size": "38"}')
    assert (mei["email_suppressed"], bo["email_suppressed"]) == (None, "HARD_BOUNCE")


def test_mailchimp_members_have_agreed_where_there_is_a_time_of_it(read: ReadAll) -> None:
    nobody = MEI.split(",4,")[0].replace("mei@", "wu@") + ",2,,,,,,,"
    result = read(f"{CONTACT},{REST}\n{MEI},{END}\n{nobody},{END}\n", Kind.CUSTOMERS, zone="Europe/Berlin")

    mei, wu = result.rows
    assert result.understood["preset"] == "mailchimp-subscribed"
    assert (mei["accepts_email"], wu["accepts_email"]) == (True, None)
    assert (mei["email_consent_at"], mei["consent_ip"]) == (datetime(2024, 3, 14, 9, 14, tzinfo=UTC), "192.0.2.2")
    assert (mei["tags"], mei["country"]) == (["vip", "tea, green"], "DE")


def test_mailchimp_tells_who_left_who_bounced_and_who_never_joined_by_file(read: ReadAll) -> None:
    left = f"{CONTACT},UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_REASON,{REST}\n{MEI},2025-02-03 04:05:06,Spring,NORMAL,{END}\n"
    bounced = f"{CONTACT},CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,{REST}\n{MEI},2025-02-03 04:05:06,Spring,{END}\n"

    gone = read(left, Kind.CUSTOMERS).rows[0]
    cleaned = read(bounced, Kind.CUSTOMERS).rows[0]
    never = read(f"{CONTACT},{REST}\n{MEI},{END}\n", Kind.CUSTOMERS, file_name="nonsubscribed_export_1.csv").rows[0]

    moment = datetime(2025, 2, 3, 4, 5, 6, tzinfo=UTC)
    assert (gone["accepts_email"], gone["email_consent_at"], gone["consent_reason"]) == (False, moment, "NORMAL")
    assert (cleaned["email_suppressed"], cleaned["email_suppressed_at"]) == ("cleaned", moment)
    assert (cleaned["accepts_email"], never["accepts_email"], never["email_consent_at"]) == (None, None, None)


def test_tickets_of_help_desks_are_told_by_their_headings(read: ReadAll) -> None:
    zendesk = read(
        "Id,Subject,Requester,Requester email,Status,Priority,Via,Created at,Updated at,Solved at,Satisfaction Score\n"
        "77,Broken pot,Li Wen,Li@Tea.example,Solved,High,Email,2026-02-01 10:00,2026-02-02 09:00,2026-02-02 09:00,Good\n"
        "78,Where is it,Wu,wu@tea.example,On-hold,,Web,2026-02-03 10:00,2026-02-03 11:00,,Not offered\n",
        Kind.TICKETS,
    )
    chatwoot = read(
        '{"id": 5, "status": "open", "created_at": "2026-02-01T10:00:00Z", "meta": {"channel": "Channel::Email",'
        ' "sender": {"email": "li@tea.example"}}}\n',
        Kind.TICKETS,
    )

    solved, held = zendesk.rows
    assert zendesk.understood["preset"] == "zendesk"
    assert (solved["desk"], solved["ticket_number"], solved["ticket_state"]) == ("Zendesk", "77", "closed")
    assert (solved["closed_at"], solved["satisfaction"]) == (datetime(2026, 2, 2, 9, tzinfo=UTC), "Good")
    assert (held["ticket_state"], held["closed_at"], held["satisfaction"]) == ("waiting", None, None)
    assert [chatwoot.rows[0][name] for name in ("desk", "ticket_channel", "ticket_state")] == [
        "Chatwoot",
        "email",
        "open",
    ]


def test_points_are_read_with_their_program_tier_and_end(read: ReadAll) -> None:
    content = "Email,Points Balance,VIP Tier,Points Expire At\nLi@Tea.example,1250,Gold,2026-12-31\nwu@tea.example,,,\n"
    result = read(content, Kind.POINTS, file_name="smile_customers.csv")
    plain = read("Card,Points\n4711,12\n".replace("Card", "Customer number"), Kind.POINTS)

    row = result.rows[0]
    assert (row["program"], row["points"], row["tier"]) == ("Smile.io", 1250, "Gold")
    assert row["expires_on"] == date(2026, 12, 31)
    assert result.rejected[0].reason == Reason.NO_POINTS
    assert (plain.rows[0]["user_id"], plain.rows[0]["program"]) == ("4711", "")
