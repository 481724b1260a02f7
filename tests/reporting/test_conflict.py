"""Conflicts as text, at 80 columns, and as JSON that fits its schema."""

import jsonschema

from iopsched.domain.conflicts import Conflict, ConflictPart, ConflictRule
from iopsched.domain.rules import RULES
from iopsched.files.schema import json_schema
from iopsched.reporting.conflict import NO_CONFLICT, conflict_page
from iopsched.reporting.page import as_text


def part(number: int, sentence: str, *, needed: bool = True) -> ConflictPart:
    return ConflictPart(kind="pin", place=f"pins[{number}]", sentence=sentence, needed=needed)


def rule(name: str, *messages: str, offer: bool = False, needed: bool = True) -> ConflictRule:
    return ConflictRule(
        rule=name, offer=offer, sentence=RULES[name].sentence, messages=messages, needed=needed
    )


FULL = Conflict(
    instance_id="week-9",
    parts=(part(3, "hold c014 in relapse-2.1"), part(5, "hold c020 in relapse-2.1")),
    rules=(
        rule("head_count", "relapse-2.1 on Mon 17:30 has 13 heads, 6 to 12 are allowed"),
        rule("mode_allowed", offer=True),
    ),
    rules_suffice=True,
)


def test_a_conflict_says_what_and_why() -> None:
    text = as_text(conflict_page(FULL))
    assert text.splitlines() == [
        "week-9: These 2 cannot be kept together",
        "  -  pins[3]  hold c014 in relapse-2.1",
        "  -  pins[5]  hold c020 in relapse-2.1",
        "",
        "What stands in the way",
        "  - head_count: A session has between its fewest and most heads.",
        "    Without it: relapse-2.1 on Mon 17:30 has 13 heads, 6 to 12 are allowed.",
        "  - mode_allowed: A session is held in a mode that its service or group and its",
        "    clients allow.",
        "",
        "Without any one of these 2 there is a schedule for the others.",
        "mode_allowed says only what is offered: change it last.",
    ]


def test_what_was_not_shown_is_said() -> None:
    unsure = Conflict(
        instance_id="w",
        parts=(part(0, "hold g"), part(1, "hold h", needed=False)),
        rules_suffice=False,
    )
    text = as_text(conflict_page(unsure))
    assert "Which rules stand in the way was not settled in time" in text
    assert "Not shown to be needed, for time ran out: pins[1]." in text
    assert "there is a schedule" not in text
    several = FULL.model_copy(update={"rules": (rule("head_count", needed=False), rule("room_fits"))})
    assert "Not shown to be needed, for time ran out: rule head_count." in as_text(conflict_page(several))


def test_one_part_where_no_rule_is_needed() -> None:
    alone = Conflict(instance_id="w", parts=(part(0, "hold g"),), rules_suffice=True)
    text = as_text(conflict_page(alone))
    assert "w: This cannot be kept" in text
    assert "Whatever the rules: nothing that is offered can be as it asks." in text
    assert "Without it there is a schedule." in text


def test_no_conflict_is_said_too() -> None:
    assert as_text(conflict_page(None)).replace("\n", " ").strip() == NO_CONFLICT


def test_long_parts_stay_within_80_columns() -> None:
    long = FULL.model_copy(update={"parts": (part(12, "hold as published what there is " * 6),)})
    assert max(map(len, as_text(conflict_page(long)).splitlines())) <= 80


def test_the_document_fits_its_schema() -> None:
    schema = json_schema("conflict")
    jsonschema.Draft202012Validator.check_schema(schema)
    document = FULL.model_dump(mode="json")
    jsonschema.Draft202012Validator(schema).validate(document)
    assert Conflict.model_validate(document) == FULL
