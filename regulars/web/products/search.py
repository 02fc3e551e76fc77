"""Find products by any part of their title, stock code or barcode, or nearly so; along the index of grams."""

from psycopg import sql

from regulars.base.kit import query
from regulars.base.workspace.models import Store
from regulars.web.layout import grams, typos
from regulars.web.layout.grams import Wanted

MOST = 500
MOST_EACH = 100
WORDS = "product_words(title, sku, attributes)"
FIND = f"""
    select id from commerce_product
    where search_grams({WORDS}) @> %(grams)s::text[] and {WORDS} like all (%(patterns)s::text[])
      and store_id = %(store)s
    order by sku = %(typed)s desc, is_active desc, title, id limit %(most)s
"""
ASK = sql.SQL(
    f"(select id, {WORDS} from commerce_product where search_grams({WORDS}) @> {{grams}}::text[]"
    " and store_id = {store} limit {most})"
)


def hits(typed: str, *, store: Store) -> list[int]:
    """The products that hold all that was typed, the exact stock code first; else those that nearly do."""
    wanted = grams.wanted(typed)
    if wanted is None:
        return []
    return with_all(typed, wanted, store) or near(typed, store=store)


def with_all(typed: str, wanted: Wanted, store: Store) -> list[int]:
    params = {
        "grams": wanted.grams, "patterns": wanted.patterns, "store": store.id, "typed": typed.strip(), "most": MOST
    }  # fmt: skip
    return [id for (id,) in query.rows(FIND, params)]


def near(typed: str, *, store: Store) -> list[int]:
    """The products whose words come near, the nearest first."""
    asked = typos.questions(typed)
    if not asked:
        return []
    parts = [question(each, store) for each in asked]
    scores = {id: typos.likeness(typed, known) for id, known in query.rows(sql.SQL(" union ").join(parts))}
    return sorted((id for id, score in scores.items() if score), key=lambda id: (-scores[id], id))


def question(wanted: list[str], store: Store) -> sql.Composed:
    """Which products hold all of these grams."""
    return ASK.format(grams=sql.Literal(wanted), store=sql.Literal(store.id), most=sql.Literal(MOST_EACH))
