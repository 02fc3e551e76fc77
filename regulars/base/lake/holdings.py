"""What PostgreSQL remembers of the lake: nothing of people. What the lake itself holds, `upkeep.erase` takes out."""

from regulars.base.kit.holding import SETUP, nobodys

HOLDINGS = (
    nobodys("lake_batch", "number epoch xid seq planned_at written_at", SETUP),
    nobodys("lake_identity", "mark", SETUP),
    nobodys("lake_noted", "id subject low high batch noted_at", "Ranges of row numbers that changed."),
    nobodys("lake_standing", "table number", SETUP),
)
