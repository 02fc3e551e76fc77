"""The reference page of the API, written from its OpenAPI document."""

from collections.abc import Iterator
from typing import Any

type Described = dict[str, Any]
"""A part of the document."""


def page(document: Described) -> str:
    """Markdown: the overview, every call by its resource, and the shape of everything that is sent and answered."""
    lines = ["# API\n", document["info"]["description"], ""]
    for tag in dict.fromkeys(call["tags"][0] for _, _, call in calls(document)):
        lines.append(f"## {tag.capitalize()}\n")
        for method, path, call in calls(document):
            if call["tags"][0] == tag:
                lines += described(method, path, call)
    lines.append("## Shapes\n")
    for name, schema in sorted(document["components"]["schemas"].items()):
        lines += shape(name, schema)
    return "\n".join(lines).rstrip() + "\n"


def calls(document: Described) -> Iterator[tuple[str, str, Described]]:
    for path, methods in document["paths"].items():
        for method, call in methods.items():
            yield method.upper(), path, call


def described(method: str, path: str, call: Described) -> list[str]:
    lines = [f"### `{method} {path}`\n", call["description"], ""]
    if call["parameters"]:
        lines += ["| Parameter | In | Type | |", "|---|---|---|---|"]
        lines += [row(parameter) for parameter in call["parameters"]]
        lines.append("")
    for kind, content in call.get("requestBody", {}).get("content", {}).items():
        lines.append(f"- Body `{kind}`: {kind_of(content['schema'])}")
    lines += [answer(status, said) for status, said in call["responses"].items() if int(status) < 400]
    refused = sorted(int(status) for status in call["responses"] if int(status) >= 400)
    return [*lines, f"- {', '.join(map(str, refused))} → [Problem](#problem)", ""]


def row(parameter: Described) -> str:
    name = f"**`{parameter['name']}`**" if parameter.get("required") else f"`{parameter['name']}`"
    said = parameter.get("description", "")
    return f"| {name} | {parameter['in']} | {kind_of(parameter['schema'])} | {cell(said)} |"


def answer(status: Any, said: Described) -> str:
    shown = [kind_of(content["schema"]) for content in said.get("content", {}).values()]
    return f"- {status}: {said['description']}" + (f" → {', '.join(shown)}" if shown else "")


def shape(name: str, schema: Described) -> list[str]:
    lines = [f"### {name}\n", schema.get("description", ""), ""]
    if "enum" in schema:
        return [f"### {name}\n", "One of " + ", ".join(f"`{value}`" for value in schema["enum"]) + ".", ""]
    lines += ["| Field | Type | |", "|---|---|---|"]
    for field, kind in schema.get("properties", {}).items():
        lines.append(f"| `{field}` | {kind_of(kind)} | {cell(kind.get('description', ''))} |")
    return [*lines, ""]


def kind_of(schema: Described) -> str:
    """A type in a few words: `text`, `Person`, `list of Line`, `date or null`."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(kind_of(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {kind_of(schema['items'])}"
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    plain = str(schema.get("format") or schema.get("type", "any"))
    return {"string": "text", "integer": "whole number", "binary": "file"}.get(plain, plain)


def cell(words: str) -> str:
    return " ".join(words.split()).replace("|", "\\|")
