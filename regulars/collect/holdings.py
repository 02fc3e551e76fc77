"""What collecting holds of people beside what it has brought: rejected cells, first rows, messages as they came."""

from regulars.base.kit.holding import OF_STORE, SETUP, Becomes, Holding, blanked, mentions, nobodys, removed

DIGITS = r"regexp_replace({text}, '\D', '', 'g')"
OF_IMPORT = OF_STORE.format(store="(select i.store_id from collect_import i where i.id = t.imported_id)")
OF_SOURCE = OF_STORE.format(store="(select c.store_id from collect_source c where c.id = t.source_id)")
SAME_NUMBER = (
    f"{OF_IMPORT} in (select circle_id from gone_person) and exists (select from gone_value v where v.kind = 'phone'"
    f" and {DIGITS.format(text='v.value')} = {DIGITS.format(text='t.value')})"
)

HOLDINGS = (
    removed(
        "collect_rejectedrow",
        plain="id line column reason imported_id",
        personal="value",
        whose=f"{mentions('t.value', circle=OF_IMPORT)} or {SAME_NUMBER}",
        why="Cells with an address of theirs; what else was rejected names nobody for sure, and goes after its time.",
    ),
    removed(
        "collect_fileprofile",
        plain="id imported_id rows made_at",
        personal="columns",
        whose=mentions("t.columns::text", circle=OF_IMPORT),
        why="Frequent cells of a file, where an address of theirs is among them.",
    ),
    removed(
        "collect_inboxmessage",
        plain="id source_id kind received_at",
        personal="sender body",
        whose=mentions("t.body", circle=OF_SOURCE),
        why="Messages on their way to be understood.",
    ),
    removed(
        "collect_setaside",
        plain="id source_id kind received_at fault set_aside_at",
        personal="sender body detail",
        whose=mentions("t.body || ' ' || t.detail", circle=OF_SOURCE),
        why="Messages that could not be understood.",
    ),
    blanked(
        "collect_draft",
        plain="id public_id kind file_name path is_ours size timezone currency columns answers state attempt rows_done"
        " rows_total headings problem problem_code made_at checked_at by_id store_id",
        personal="sample found problem_values",
        whose=mentions(
            "(t.sample::text || t.found::text || t.problem_values::text)", circle=OF_STORE.format(store="t.store_id")
        ),
        blanks={"sample": "'[]'", "found": "'{}'", "problem_values": "'{}'"},
        why="The draft of an import stays without the rows that it showed.",
    ),
    nobodys(
        "collect_import",
        "id public_id kind file_name path sha256 size timezone currency preset columns answers source state rows_done"
        " rows_total steps_done steps_total totals understood problem problem_code tries registered_at staging_at"
        " staged_at finished_at by_id operation_id store_id",
        "Counts and sums of a file. The file itself is removed with the erasure, once the import is done.",
    ),
    nobodys("collect_sourceanswer", "id source dates decimal answered_at store_id", SETUP),
    nobodys(
        "collect_source", "id public_id store_id kind name write_key settings made_by_id made_at closed_at", SETUP
    ),
    nobodys(
        "collect_sourcecheck", "id source_id on theirs ours their_sum our_sum repaired checked_at", "Sums of a day."
    ),
    nobodys("collect_sourcesecret", "id source_id name sealed made_at valid_until", SETUP),
    nobodys("collect_sourcestream", "id source_id stream complete_to cursor asked_at fetched problem", SETUP),
    nobodys("collect_sourceday", "id source_id on taken repeated set_aside last_at", "Counts of a day."),
    nobodys(
        "collect_eventshape",
        "id source_id name properties seen first_at last_at",
        "Names of events and of their properties, with the types of the values and never the values.",
    ),
    Holding(
        table="staging_*", plain="*", becomes=Becomes.BLANKED,
        why="Rows on their way in are blanked as those of later files are (identity/forgotten).",
    ),
)  # fmt: skip
