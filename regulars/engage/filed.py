"""Bring a file of reviews in: each row goes through the inbox, so that a file brought twice counts once."""

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO

from django.db import transaction
from django.utils.translation import gettext_lazy

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.models import Staff, Store
from regulars.collect import inbox
from regulars.collect.messages import moment
from regulars.collect.sources.forms.read import REVIEWED
from regulars.commerce.models import Product
from regulars.engage import forms, reviews
from regulars.engage.submissions import Letter

MOST_ROWS = 100_000
AT_ONCE = 2_000
# As the exports of shops and of programs for reviews call their columns, in small letters without spaces.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "sku": ("sku", "productsku", "productcode", "product", "productid", "article", "stockcode", "货号", "商品编码",
            "貨號", "商品編號"),
    "handle": ("handle", "producthandle", "producturl", "producttitle", "productname", "商品名称", "商品名稱"),
    "rating": ("rating", "stars", "score", "reviewrating", "评分", "評分", "星级", "星級"),
    "title": ("title", "reviewtitle", "headline", "summary", "标题", "標題"),
    "text": ("body", "review", "reviewbody", "reviewtext", "reviewcontent", "content", "text", "comment", "内容",
             "內容", "评价", "評價"),
    "author": ("author", "reviewername", "reviewer", "name", "displayname", "nickname", "昵称", "暱稱", "姓名"),
    "email": ("email", "revieweremail", "authoremail", "customeremail", "mail", "邮箱", "電子郵件", "電郵"),
    "at": ("date", "reviewdate", "createdat", "created", "reviewedat", "submittedat", "日期", "时间", "時間"),
    "id": ("id", "reviewid", "编号", "編號"),
    "published": ("published", "status", "state", "curated", "状态", "狀態"),
}  # fmt: skip
SHOWN = frozenset({"published", "true", "yes", "1", "ok", "approved", "已发布", "已發佈"})


class NoReviews(Refusal):
    message = gettext_lazy("The first row must name the columns; a column for the product and one for the rating.")
    status = 422


class TooManyRows(Refusal):
    message = gettext_lazy("A file may hold at most %(most)s reviews. Split it, and bring in the parts one by one.")
    status = 422


class NotText(Refusal):
    message = gettext_lazy("This is no CSV file in UTF-8.")
    status = 422


@dataclass(slots=True)
class Report:
    """How many rows were taken, and the first lines that were not, each with why."""

    taken: int = 0
    left: int = 0
    lines: tuple[int, ...] = ()


def take_in(file: IO[bytes], store: Store, *, by: Staff | None, at: datetime) -> Report:
    """
    Put the reviews of a file into the inbox; they count once the worker has taken them in.

    :raises NotText: if it is no text.
    :raises NoReviews: if it names neither product nor rating.
    :raises TooManyRows: if it is too large.
    """
    report, letters = Report(), []
    known = dict(Product.objects.filter(store=store).exclude(title="").values_list("title", "sku"))
    for line, row in enumerate(rows(file), 2):
        if line - 1 > MOST_ROWS:
            raise TooManyRows(most=MOST_ROWS)
        letter = letter_of(row, known)
        if letter is None:
            report.left += 1
            report.lines = (*report.lines, line)[:10]
        else:
            letters.append((REVIEWED, name_of(row), letter.body()))
    report.taken = len(letters)
    facts = {"act": "import_reviews", "name": str(report.taken)}
    with operations.doing(OperationKind.EDIT, store=store, by=by, at=at, facts=facts):
        put(store, letters, at=at)
    return report


@transaction.atomic
def put(store: Store, letters: list[tuple[str, str, str]], *, at: datetime) -> None:
    source = forms.source(store, at=at)
    for first in range(0, len(letters), AT_ONCE):
        inbox.put(source, letters[first : first + AT_ONCE], at=at)


def rows(file: IO[bytes]) -> Iterator[dict[str, str]]:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        head = text.readline()
        mark = max(",;\t|", key=head.count)
        names = [named(each) for each in next(csv.reader([head], delimiter=mark), [])]
        if "rating" not in names or not {"sku", "handle"} & set(names):
            raise NoReviews
        for cells in csv.reader(text, delimiter=mark):
            if any(cell.strip() for cell in cells):
                yield {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name}
    except (UnicodeDecodeError, csv.Error) as error:
        raise NotText from error


def named(heading: str) -> str:
    plain = re.sub(r"[\W_]+", "", heading.lower())
    return next((name for name, names in HEADINGS.items() if plain in names), "")


def letter_of(row: Mapping[str, str], known: Mapping[str, str]) -> Letter | None:
    """The message of a row; None where it names no product or no stars. A title may stand for the stock code."""
    said = row.get("sku", "")
    sku = said or known.get(row.get("handle", ""), row.get("handle", ""))
    stars = reviews.rating(row.get("rating", "").replace(",", "."))
    if not sku or stars is None:
        return None
    at = moment(row.get("at", "").replace(" UTC", "+00:00"))
    at = at.replace(tzinfo=UTC) if at and at.tzinfo is None else at
    return Letter(
        properties={"sku": known.get(sku, sku), "rating": stars, "review_id": row.get("id") or name_of(row),
                    "published": row.get("published", "").lower() in SHOWN},
        personal={key: row[name] for key, name in
                  (("review_title", "title"), ("review_body", "text"), ("author", "author")) if row.get(name)},
        email=row.get("email", ""), at=at.isoformat() if at else "",
    )  # fmt: skip


def name_of(row: Mapping[str, str]) -> str:
    """The name of a row: its id if it has one, with all it says, so that a changed row is a new word on the same."""
    words = "\x1f".join(f"{name}={value}" for name, value in sorted(row.items()))
    return hashlib.sha256(words.encode()).hexdigest()
