"""What the workspace holds of customers: only what staff and machines have lately looked at."""

from regulars.base.kit.holding import SETUP, STAFF, blanked, mentions, nobodys, removed

OF_STAFF = "(select m.circle_id from workspace_staff m where m.id = t.staff_id)"
ABOUT = "exists (select from gone_person g where position(g.public_id in {text}) > 0)"

HOLDINGS = (
    nobodys("workspace_circle", "id public_id name languages created_at", SETUP),
    nobodys(
        "workspace_store",
        "id public_id name currency timezone language net_sales assumed_margin cart_hours is_demo created_at circle_id",
        SETUP,
    ),
    nobodys("workspace_branch", "id public_id name closed_at circle_id", SETUP),
    nobodys(
        "workspace_account",
        "id password last_login is_superuser email name is_active is_staff language theme created_at",
        STAFF,
    ),
    nobodys("workspace_account_groups", "id account_id group_id", STAFF),
    nobodys("workspace_account_user_permissions", "id account_id permission_id", STAFF),
    nobodys(
        "workspace_staff",
        "id public_id role is_limited joined_at left_at account_id branch_id circle_id preferences",
        STAFF,
    ),
    nobodys("workspace_staff_only_stores", "id staff_id store_id", STAFF),
    nobodys("workspace_onetimelink", "id purpose token_hash made_at expires_at used_at account_id", STAFF),
    nobodys(
        "workspace_apikey",
        "id public_id name token_hash scopes made_at used_at revoked_at circle_id made_by_id",
        SETUP,
    ),
    nobodys("workspace_keypace", "key_id whole_at", SETUP),
    removed(
        "workspace_keptanswer",
        plain="id token request status asked_at key_id",
        personal="body",
        whose=ABOUT.format(text="coalesce(t.body, '')"),
        why="An answer is kept for a day, so that a machine may ask again.",
    ),
    removed(
        "workspace_notice",
        plain="id message made_at seen_at staff_id",
        personal="values link",
        whose=f"{ABOUT.format(text='t.link')} or {mentions('t.values::text', circle=OF_STAFF)}",
    ),
    removed(
        "workspace_seen",
        plain="id kind at staff_id",
        personal="object_id",
        whose="t.object_id in (select public_id from gone_person)",
    ),
    blanked(
        "workspace_auditentry",
        plain="id at kind act actor facts address program by_id about_id circle_id",
        personal="personal",
        whose=mentions("t.personal::text", circle="t.circle_id"),
        blanks={"personal": "'{}'"},
        why="Who did what stays, without the words in which they named somebody.",
    ),
    blanked(
        "workspace_savedview",
        plain="id public_id list name is_shared position made_at circle_id staff_id",
        personal="query",
        whose=mentions("replace(t.query, '%40', '@')", circle="t.circle_id"),
        blanks={"query": "''"},
        why="A saved view may search for somebody; it stays without the search.",
    ),
)
