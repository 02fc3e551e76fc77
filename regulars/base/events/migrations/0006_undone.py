"""Ask whether an operation is undone: by an undoing that has not been undone in turn."""

from django.db import migrations

IS_UNDONE = """
create function is_undone(number bigint) returns boolean language sql stable parallel safe as $$
    with recursive chain (id, place) as (
        select id, 1 from events_operation where undoes_id = number
        union all
        select o.id, c.place + 1 from chain c join events_operation o on o.undoes_id = c.id
    )
    select coalesce(max(place), 0) % 2 = 1 from chain
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0005_plan_each_change")]
    operations = [migrations.RunSQL(IS_UNDONE, "drop function is_undone(bigint)")]
