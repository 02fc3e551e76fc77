-- From typed cells to staged costs.
select
    sku, cost, currency, from_on, null::decimal(38, 12) as money, null::varchar[] as exact, null::varchar as buyer,
    case when sku is null then ['sku', 'no_sku', null]
         {reasons}
         when cost is null then ['cost', 'no_amount', null]
         when currency not in (select code from currencies) then ['currency', 'bad_currency', currency]
    end as problem
from typed
order by i
