-- From typed cells to staged products; a variant is told apart by its title.
select
    coalesce(sku, case when price is not null then handle end) as sku,
    case when variant is null or lower(variant) = 'default title' then title else concat(title, ' - ', variant) end as title,
    regexp_extract(category, '^[^,|]*') as category, brand, price, currency, cost, url, regexp_extract(image_url, '^[^, ]*') as image_url,
    is_active, extra, null::decimal(38, 12) as money, null::varchar[] as exact, null::varchar as buyer,
    case when coalesce(sku, title, handle) is null then ['sku', 'no_sku', null]
         {reasons}
         when currency not in (select code from currencies) then ['currency', 'bad_currency', currency]
    end as problem
from typed
order by i
