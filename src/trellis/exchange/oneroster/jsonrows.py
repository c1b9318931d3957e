"""Rows of REST payloads ({"users": [...]}), spelled as the cells of the CSV binding."""

from __future__ import annotations

import json
from collections.abc import Iterator

from .problems import roster_read_error
from .source import Source

MAX_JSON = 64 * 1024**2  # bytes; a payload is read whole
REFERENCE_COLUMNS = {
    "parent": "parentSourcedId",
    "org": "orgSourcedId",
    "school": "schoolSourcedId",
    "course": "courseSourcedId",
    "class": "classSourcedId",
    "user": "userSourcedId",
    "schoolYear": "schoolYearSourcedId",
    "primaryOrg": "primaryOrgSourcedId",
    "terms": "termSourcedIds",
    "orgs": "orgSourcedIds",
    "agents": "agentSourcedIds",
    "resources": "resourceSourcedIds",
}


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _cells_of(key: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        if key == "metadata":
            yield from ((f"metadata.{k}", _cell_text(v)) for k, v in value.items())
        elif "sourcedId" in value:
            yield REFERENCE_COLUMNS.get(key, f"{key}SourcedId"), _cell_text(value["sourcedId"])
    elif isinstance(value, list):
        if value and isinstance(value[0], dict):
            if key == "userIds":
                yield (
                    key,
                    ",".join(
                        f"{{{i.get('type')}:{i.get('identifier')}}}" for i in value if isinstance(i, dict)
                    ),
                )
            elif key != "roles":
                ids = [_cell_text(i.get("sourcedId")) for i in value if isinstance(i, dict)]
                yield REFERENCE_COLUMNS.get(key, key), ",".join(ids)
        else:
            yield key, ",".join(map(_cell_text, value))
    else:
        yield key, _cell_text(value)


def read_payload(source: Source, name: str) -> list[dict[str, object]]:
    """The records of one payload, as they came."""
    label = source.label(name)
    with source.open(name) as stream:
        data = stream.read(MAX_JSON + 1)
    if len(data) > MAX_JSON:
        raise roster_read_error(
            label, f"It is larger than {MAX_JSON // 1024**2} MB", "use a CSV export for a roster this large"
        )
    try:
        body = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise roster_read_error(
            label, f"The text is not UTF-8 at byte {error.start:,}", "export it again as UTF-8"
        ) from None
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise roster_read_error(
            label, f"It is not complete JSON ({error})"[:200], "export it again", line
        ) from None
    records = body.get(name) if isinstance(body, dict) else body
    if not isinstance(records, list) or not all(isinstance(r, dict) for r in records):
        raise roster_read_error(
            label, f"It has no list called “{name}”", f'wrap the records: {{"{name}": [...]}}'
        )
    return records


def read_records(source: Source, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """(record number, cells by column)."""
    if name == "roles" and "roles" not in source.files:
        yield from _nested_roles(source)
        return
    for number, item in enumerate(read_payload(source, name), 1):
        yield number, {k: v for key, value in item.items() for k, v in _cells_of(key, value)}


def _nested_roles(source: Source) -> Iterator[tuple[int, dict[str, str]]]:
    """REST 1.2 keeps a user's roles inside the user. The same role twice is one role."""
    for number, user in enumerate(read_payload(source, "users"), 1):
        seen: set[str] = set()
        roles = user.get("roles")
        for role in roles if isinstance(roles, list) else ():
            if not isinstance(role, dict):
                continue
            cells = {k: v for key, value in role.items() for k, v in _cells_of(key, value)}
            cells["userSourcedId"] = _cell_text(user.get("sourcedId"))
            cells["sourcedId"] = ":".join(cells.get(k, "") for k in ("userSourcedId", "orgSourcedId", "role"))
            if cells["sourcedId"] not in seen:
                seen.add(cells["sourcedId"])
                yield number, cells
