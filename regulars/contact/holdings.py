"""What contact holds of people: in whose list they stood, and what came of speaking to them."""

from regulars.base.kit.holding import OF_PERSON, SETUP, nobodys, removed

HOLDINGS = (
    removed(
        "contact_claim",
        plain="id day stake as_of place operation circle_id staff_id store_id task_id",
        personal="reason person_id",
        whose=OF_PERSON,
    ),
    removed(
        "contact_attempt",
        plain="id public_id channel until at operation circle_id staff_id",
        personal="outcome person_id",
        whose=OF_PERSON,
        is_shown=True,
    ),
    nobodys("contact_draw", "id day drawn_at seen_at staff_id store_id", SETUP),
    nobodys("contact_quietrule", "id days set_at operation set_by_id store_id", SETUP),
)
