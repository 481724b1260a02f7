"""Verdicts, results and reports as plain JSON documents: facts and numbers, no wall times."""

from typing import Any

from iopsched.domain.clock import format_day
from iopsched.domain.instance import Instance
from iopsched.domain.result import LevelResult, LevelValue, SolveResult, Verdict
from iopsched.domain.schedule import Schedule
from iopsched.reporting.lookup import Lookup
from iopsched.reporting.selection import Selection
from iopsched.reporting.stability import stability_data
from iopsched.reporting.words import bound_words, gap_words, level_name, need_words

SCHEMA_VERSION = 1


def verdict_document(instance: Instance, verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as JSON data: violations, history, shortfalls, levels and certificates."""
    return {
        **_of(instance),
        "valid": verdict.valid,
        "violations": [violation.model_dump(mode="json") for violation in verdict.violations],
        "history": [violation.model_dump(mode="json") for violation in verdict.history],
        "shortfalls": [
            {**need.model_dump(mode="json"), "words": need_words(need)} for need in verdict.shortfalls
        ],
        "levels": [_level(level) for level in verdict.levels],
        "certificates": [
            {**certificate.model_dump(mode="json"), "met": certificate.met}
            for certificate in verdict.certificates
        ],
    }


def result_document(instance: Instance, result: SolveResult) -> dict[str, Any]:
    """Return a search's result as JSON data; the same search gives the same document."""
    return {
        **_of(instance),
        "status": result.status,
        "interrupted": result.interrupted,
        "words": list(result.words),
        "levels": [
            {
                **_level(level),
                "gap": level.gap,
                "optimal": level.optimal,
                "bound_in_words": bound_words(level),
                "gap_in_words": gap_words(level),
            }
            for level in result.levels
        ],
        "shortfalls": [
            {**need.model_dump(mode="json"), "words": need_words(need)} for need in result.shortfalls
        ],
        "certificates": [
            {**certificate.model_dump(mode="json"), "met": certificate.met}
            for certificate in result.certificates
        ],
        "stability": stability_data(instance, result.schedule),
    }


def report_document(
    instance: Instance, schedule: Schedule, verdict: Verdict, chosen: Selection
) -> dict[str, Any]:
    """Return what a report shows as JSON data: the verdict, and sessions by day, person and group."""
    lookup = Lookup(instance, schedule)
    document = verdict_document(instance, verdict)
    days = sorted(lookup.by_day) if chosen.everything else sorted(set(chosen.days))
    document["days"] = [
        {
            "day": format_day(day),
            "date": instance.week.date_of(day).isoformat(),
            "sessions": [session.model_dump(mode="json") for session in lookup.by_day.get(day, [])],
        }
        for day in days
    ]
    for kind, ids, known, sessions in (
        ("clients", chosen.clients, instance.client, lookup.by_client),
        ("clinicians", chosen.clinicians, instance.clinician, lookup.by_clinician),
        ("groups", chosen.groups, instance.group, lookup.by_group),
    ):
        document[kind] = [
            {"id": one, "sessions": [session.id for session in sessions.get(one, [])]}
            for one in chosen.shown(ids, sorted(known))
        ]
    document["stability"] = stability_data(instance, schedule) if chosen.everything else None
    if not chosen.everything:
        shown = set(chosen.clients)
        document["certificates"] = [c for c in document["certificates"] if c["client"] in shown]
        document["shortfalls"] = [s for s in document["shortfalls"] if s["client"] in shown]
    return document


def _of(instance: Instance) -> dict[str, Any]:
    return {
        "schema_version": SCHEMA_VERSION,
        "instance_id": instance.id,
        "instance_digest": instance.digest,
        "week": instance.week.monday.isoformat(),
    }


def _level(level: LevelResult | LevelValue) -> dict[str, Any]:
    name = level_name(frozenset(level.terms), level.id)
    return {**level.model_dump(mode="json", exclude={"seconds"}), "name": name}
