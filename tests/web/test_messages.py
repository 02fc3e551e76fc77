"""What people read is there in three languages, with every placeholder in place."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

HOUSE = Path(__file__).resolve().parent.parent.parent / "regulars"
LANGUAGES = ["zh_Hans", "zh_Hant"]
KEYWORDS = {
    **{name: None for name in ("_", "gettext", "gettext_lazy", "gettext_noop")},
    **{name: (1, 2) for name in ("ngettext", "ngettext_lazy")},
    **{name: ((1, "c"), 2) for name in ("pgettext", "pgettext_lazy")},
}
ELSEWHERE = {
    "zh_Hant": "撤銷 客戶 產品 許可權 數據 單元格 對映 文本 丟失 當前 設置 保存 搜索 鏈接 默認 信息 文件 列表 登錄 消息"
    " 用戶 菜單 添加 點擊 生成 “",
    "zh_Hans": "产品 檔案 資料 設定 儲存 「",
}
"""Words that are said otherwise in Taiwan or in Beijing, or that have another word on these pages."""
PLACEHOLDER = re.compile(r"%\(\w+\)s|%s|%%")


def messages(language: str) -> list[Message]:
    with (HOUSE / "web" / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return [message for message in read_po(file) if message.id]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_missing_or_fuzzy(language: str):
    wanting = [message.id for message in messages(language) if message.fuzzy or not all(told(message.string))]

    assert wanting == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_of_the_code_stands_in_the_files(language: str):
    known = {told(message.id)[0] for message in messages(language)}

    assert sorted(set(said()) - known) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_placeholders_of_its_message(language: str):
    differing = [
        message.id
        for message in messages(language)
        if placeholders(told(message.id)[-1]) != placeholders(told(message.string)[0])
        and placeholders(told(message.id)[0]) != placeholders(told(message.string)[0])
    ]

    assert differing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_the_words_of_where_it_is_spoken(language: str):
    said = [text for message in messages(language) for text in told(message.string)]

    assert [text for text in said if any(word in text for word in ELSEWHERE[language].split())] == []


def told(text: object) -> list[str]:
    return [str(part) for part in text] if isinstance(text, list | tuple) else [str(text or "")]


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def said() -> Iterator[str]:
    """The messages in code and templates, found without gettext's programs."""
    for path in HOUSE.rglob("*.py"):
        if "migrations" not in path.parts:
            yield from found(path.read_text(encoding="utf-8"))
    for path in HOUSE.rglob("*.html"):
        template = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        yield from found("\n".join(map(str.lstrip, template.splitlines())))


def found(source: str) -> Iterator[str]:
    for _, message, _, _ in extract("python", BytesIO(source.encode()), KEYWORDS):
        yield told(message)[0]
