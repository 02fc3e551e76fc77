"""The functions that tables of every stage use in their defaults."""

from django.db import migrations

DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
MILLISECONDS = "(date_part('epoch', statement_timestamp()) * 1000)::bigint"
TIME = " || ".join(f"substr('{DIGITS}', (({MILLISECONDS} >> {shift}) & 31)::int + 1, 1)" for shift in range(45, -1, -5))

FUNCTIONS = """
create function event_id() returns uuid language sql volatile parallel safe as $$
    -- A version 7 UUID (RFC 9562), for PostgreSQL 16 and 17.
    -- Its text is put together from the moment and a random UUID, whose variant is right already.
    select overlay(overlay(gen_random_uuid()::text
                           placing overlay(lpad(to_hex((date_part('epoch', clock_timestamp()) * 1000)::bigint), 12, '0')
                                           placing '-' from 9 for 0) from 1 for 13)
                   placing '7' from 15)::uuid
$$;

create function public_id_after(head text) returns text language sql volatile parallel safe as $$
    -- The rest of a public id whose first part, from ids.head(), is the same for a whole set: one expression that
    -- the planner inlines, since a call for each digit took a hundred times as long. Digits of base 16 are digits of
    -- base 32 too: 56 random bits beside the millisecond; 'e' and '8' stand for the version and the variant.
    select head || 'e' || overlay(gen_random_uuid()::text placing '8' from 3 for 22)
$$;

create function public_id(prefix text) returns text language sql volatile parallel safe as $$
    -- The same as ids.public() in Python, for few rows that are made in the database.
    select public_id_after(prefix || '_' || %s)
$$;

do $$
begin
    -- PostgreSQL 18 has a function of its own, which takes half the time.
    if to_regprocedure('uuidv7()') is not null then
        create or replace function event_id() returns uuid language sql volatile parallel safe as 'select uuidv7()';
    end if;
end
$$;

create function current_operation() returns bigint language sql stable parallel safe as $$
    select nullif(current_setting('regulars.operation', true), '')::bigint
$$;
""" % TIME


class Migration(migrations.Migration):
    initial = True
    operations = [migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop)]
