-- From typed cells to staged balances of points.
select
    user_id, email, phone, coalesce(nullif('{from_program}', ''), program, '') as program, points, tier, expires_on, as_of,
    null::decimal(38, 12) as money, null::varchar[] as exact, coalesce(user_id, email, phone) as buyer,
    case when coalesce(user_id, email, phone) is null then ['email', 'nobody', null]
         {reasons}
         when points is null then ['points', 'no_points', null]
    end as problem
from typed
order by i
