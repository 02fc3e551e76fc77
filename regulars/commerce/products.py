"""Products and their costs, from the lines of orders and from files of their own.

Order lines only hint at a product: the first import that names it describes it, by its most frequent title, of equally
frequent ones the latest. A file of products states; the newest statement counts.
"""

from collections.abc import Sequence

from regulars.base.kit import ids, query
from regulars.base.workspace.models import Store
from regulars.commerce import staged, supports
from regulars.commerce.kinds import Supported

LOCK = 7_204_102
PRODUCTS_AT_ONCE = 20_000
SKU = "coalesce(nullif(s.sku, ''), s.title)"
BLANK: dict[str, object] = {
    "title": "", "category": "", "brand": "", "kind": "merchandise", "price": None, "currency": "",
    "url": "", "image_url": "", "is_active": True, "attributes": {},
}  # fmt: skip
# One row per product that the file names, with its words as the columns of BLANK.
FROM_LINES = """
    with said as (
        select {sku} as sku, s.title, s.line_kind, s.category, s.brand, count(*) as times, max(s.placed_at) as last_at
        from {staging} s where {within} group by 1, 2, 3, 4, 5
    )
    select distinct on (sku) sku, nullif(left(title, 500), '') as title, nullif(left(category, 200), '') as category,
           nullif(left(brand, 200), '') as brand, line_kind as kind, null::numeric as price, null::text as currency,
           null::text as url, null::text as image_url, null::boolean as is_active, null::jsonb as attributes
    from said order by sku, coalesce(title, '') = '', times desc, last_at desc, title, line_kind, category, brand
"""
FROM_FILE = """
    select distinct on (sku) {sku} as sku, nullif(left(s.title, 500), '') as title, nullif(left(s.category, 200),
        '') as category,
           nullif(left(s.brand, 200), '') as brand, null::text as kind, s.price, s.currency,
           nullif(left(s.url, 2000), '') as url, nullif(left(s.image_url, 2000), '') as image_url, s.is_active,
           nullif(s.extra, '{{}}') as attributes
    from {staging} s where {within} order by sku, s.line_no desc
"""
FROM_COSTS = """
    select distinct on (sku) {sku} as sku, null::text as title, null::text as category, null::text as brand,
        null::text as kind,
           null::numeric as price, null::text as currency, null::text as url, null::text as image_url,
           null::boolean as is_active, null::jsonb as attributes
    from (select *, null::text as title from {staging}) s where {within}
"""
SAID = """
    create temp table said_product on commit drop as
    select n.*, coalesce(p.id, nextval('commerce_product_id_seq')) as product_id, p.id is null as is_new
    from ({said}) n left join commerce_product p on p.store_id = %(store)s and p.sku = n.sku
    where not exists (select from {facts} f where f.kind = {kind} and f.row_id = p.id)
"""
ALL_KEYS = "(select distinct {sku} as sku from {source} s)"
WITHIN = """
    {sku} is not null and (%(low)s::text is null or {sku} collate "C" > %(low)s) and {sku} collate "C" <= %(high)s
"""
INSERT = """
    insert into commerce_product
        (id, store_id, public_id, sku, title, category, brand, kind, price, currency, url, image_url, is_active,
            attributes)
    select product_id, %(store)s, public_id_after(%(head)s), sku, coalesce(title, ''), coalesce(category, ''),
           coalesce(brand, ''), coalesce(kind, 'merchandise'), price, coalesce(currency, ''), coalesce(url, ''),
           coalesce(image_url, ''), coalesce(is_active, true), coalesce(attributes, '{}')
    from said_product where is_new order by product_id
"""
SUPPORT = """
    insert into {facts} (import_id, kind, row_id, rank, said)
    select {import_id}, {kind}, product_id, {rank}, jsonb_strip_nulls(jsonb_build_object(
        'title', title, 'category', category, 'brand', brand, 'kind', kind, 'price', price, 'currency', currency,
        'url', url, 'image_url', image_url, 'is_active', is_active, 'attributes', attributes))
    from said_product
"""
COSTS = """
    create temp table said_cost on commit drop as
    select n.*, coalesce(c.id, nextval('commerce_productcost_id_seq')) as cost_id, c.id is null as is_new
    from (
        select distinct on (p.product_id, s.from_on) p.product_id, s.from_on, s.cost, coalesce(s.currency,
            %(currency)s) as currency
        from {staging} s join said_product p on p.sku = {sku}
        where s.cost >= 0 order by p.product_id, s.from_on, s.line_no desc
    ) n
    left join commerce_productcost c on c.product_id = n.product_id and c.from_on is not distinct from n.from_on
"""
INSERT_COSTS = """
    insert into commerce_productcost (id, product_id, cost, currency, from_on)
    select cost_id, product_id, cost, currency, from_on from said_cost where is_new order by cost_id
"""
SUPPORT_COSTS = """
    insert into {facts} (import_id, kind, row_id, said)
    select {import_id}, {kind}, cost_id, jsonb_build_object('cost', cost, 'currency', currency) from said_cost
"""
COST_BLANK: dict[str, object] = {"cost": 0, "currency": ""}


def ranges(import_id: int, kind: str) -> list[tuple[str | None, str]]:
    """The codes that a staged file names, in parts (low, high] of so many products that a transaction stays short."""
    staging = staged.table(import_id)
    source = staging if kind != "costs" else f"(select *, null::text as title from {staging})"
    keys = ALL_KEYS.format(sku=staged.fitting(SKU, staged.LONGEST_SKU), source=source)
    highs = staged.bounds(keys, "s.sku", PRODUCTS_AT_ONCE)
    return list(zip([None, *highs], highs, strict=False))


def merge(
    import_id: int, kind: str, store: Store, *, imports: Sequence[int], low: str | None, high: str, former: str = ""
) -> tuple[int, int]:
    """
    Bring the products of a range that a staged file names into the store, in the caller's transaction.

    What the import is known to name already is passed over, so that an interrupted merge can begin again.

    :param former: a work table of what this import had said of products until now, see `supports.refold`.
    :returns: how many are new, and how many known ones changed.
    """
    said = {"orders": FROM_LINES, "products": FROM_FILE, "costs": FROM_COSTS}[kind]
    rank = supports.STATEMENT if kind == "products" else supports.HINT
    staging, facts = staged.table(import_id), supports.facts(import_id)
    sku = staged.fitting(SKU, staged.LONGEST_SKU)
    query.lock(LOCK, store.id)
    query.run("drop table if exists said_product, said_cost")
    named = said.format(staging=staging, sku=sku, within=WITHIN.format(sku=sku))
    chosen = SAID.format(said=named, facts=facts, kind=Supported.PRODUCT.value)
    query.run(chosen, store=store.id, low=low, high=high)
    query.run("analyze said_product (sku, product_id, is_new)")
    made = query.run(INSERT, store=store.id, head=ids.head("pro"))
    query.run(SUPPORT.format(facts=facts, import_id=import_id, kind=Supported.PRODUCT.value, rank=rank))
    changed = supports.refold(
        import_id, Supported.PRODUCT, "commerce_product", BLANK, imports=imports, adding=True,
        touched="select product_id as row_id from said_product where not is_new", former=former,
    )  # fmt: skip
    if kind != "orders":
        changed += merge_costs(import_id, store, imports=imports)
    return made, changed


def merge_costs(import_id: int, store: Store, *, imports: Sequence[int]) -> int:
    staging, facts = staged.table(import_id), supports.facts(import_id)
    [has_day] = query.row(
        "select exists (select from pg_attribute where attrelid = %(table)s::regclass and attname = 'from_on')",
        table=staging,
    )
    source = staging if has_day else f"(select *, null::date as from_on from {staging})"
    sku = staged.fitting(SKU if not has_day else "nullif(s.sku, '')", staged.LONGEST_SKU)
    query.run(COSTS.format(staging=source, sku=sku), currency=store.currency)
    made = query.run(INSERT_COSTS)
    query.run(SUPPORT_COSTS.format(facts=facts, import_id=import_id, kind=Supported.COST.value))
    changed = supports.refold(
        import_id, Supported.COST, "commerce_productcost", COST_BLANK, imports=imports, adding=True,
        touched="select cost_id as row_id from said_cost where not is_new",
    )  # fmt: skip
    return made + changed
