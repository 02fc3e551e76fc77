"""What the log and the change keeper hold of people."""

from regulars.base.kit.holding import SETUP, blanked, nobodys

HOLDINGS = (
    blanked(
        "events",
        plain="id family store name happened_at received_at source actor operation mode epoch xid seq",
        personal="person properties personal",
        whose="t.person in (select id from gone_person)",
        blanks={
            "person": "null",
            "personal": "'{}'",
            "properties": "t.properties - '{public_id,visitor,session}'::text[]",
        },
        why="That something happened stays, without to whom.",
        is_shown=True,
    ),
    blanked(
        "events_parkedevent",
        plain="id subscription event received_at epoch xid seq parked_at",
        personal="person error",
        whose="t.person in (select id from gone_person)",
        blanks={"person": "null", "error": "''"},
        why="The event waits on, without to whom it happened.",
    ),
    # The erasure itself takes these out, by the rows that it removed and blanked.
    nobodys(
        "events_change",
        "id operation table key kind old new personal changed_at",
        "Changes of rows that go, go with them; those of rows that are blanked lose their personal values.",
    ),
    nobodys(
        "events_operation",
        "id public_id kind actor origin facts begun_at by_id circle_id store_id undoes_id",
        "What staff did, in counts and names of fields; never values of a person.",
    ),
    nobodys("events_subscription", "name epoch xid seq replay_epoch replay_xid replay_seq moved_at", SETUP),
    nobodys("log_epoch", "current only_one", SETUP),
    nobodys("seen_messages", "source message_id seen_at", "Numbers of messages, forgotten after 30 days."),
)
