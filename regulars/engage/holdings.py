"""What engage holds of people: what they answered, said of products and wished for."""

from regulars.base.kit.holding import OF_PERSON, SETUP, blanked, nobodys, removed

OF_ANSWER = "t.answer_id in (select a.id from engage_answer a where a.person_id in (select id from gone_person))"

HOLDINGS = (
    removed(
        "engage_reply",
        plain="id answer_id question",
        personal="number words text",
        whose=OF_ANSWER,
        is_shown=True,
    ),
    removed(
        "engage_answer",
        plain="id form_id version_id store_id event is_invited",
        personal="person_id language answered_at",
        whose=OF_PERSON,
        is_shown=True,
    ),
    removed(
        "engage_invitation",
        plain="id form_id by_id",
        personal="person_id made_at",
        whose=OF_PERSON,
        is_shown=True,
    ),
    blanked(
        "engage_review",
        plain="id public_id store_id product_id source key sku rating state reviewed_at settled_by_id settled_at"
        " replied_at",
        personal="person_id title text author reply",
        whose=OF_PERSON,
        blanks={"person_id": "null", "title": "''", "text": "''", "author": "''", "reply": "''"},
        why="The stars stay in the rating of the product, without the words and without the person.",
        is_shown=True,
    ),
    removed(
        "engage_wish",
        plain="id store_id product_id",
        personal="person_id kind sku title wished_at carted_at ended_at",
        whose=OF_PERSON,
        is_shown=True,
    ),
    nobodys(
        "engage_form",
        "id public_id kind name draft every_days after_days made_at published_at closed_at made_by_id store_id",
        SETUP,
    ),
    nobodys("engage_formversion", "id number content wordings published_at form_id published_by_id", SETUP),
    nobodys(
        "engage_pace",
        "digest whole_at",
        "Keyed hashes of the addresses from which forms were sent, which nobody can read back; they go after a day.",
    ),
)
