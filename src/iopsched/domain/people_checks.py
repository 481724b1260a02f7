"""Cross-checks of clients and clinicians: plans, company, supervision and meals."""

from collections.abc import Iterator

from iopsched.domain.clients import Client, PlanItem
from iopsched.domain.clinicians import Meal
from iopsched.domain.draft import MOST_INDIVIDUAL_SESSIONS, Draft
from iopsched.errors import Problem, safe_value


def clinician_problems(draft: Draft) -> Iterator[Problem]:
    """Yield what does not fit within a clinician."""
    for place, clinician in draft.clinicians:
        if clinician.needs_supervision and clinician.may_supervise:
            message = "whoever needs supervision does not supervise"
            yield Problem("supervision_unclear", place, message, "Set one of the two to false.")
        yield from _meal(place, clinician.meal)
        seen: set[tuple[str, object]] = set()
        for index, credential in enumerate(clinician.credentials):
            key = (credential.name, credential.valid_until)
            if key in seen:
                at = f"{place}.credentials[{index}]"
                yield Problem("duplicate_entry", at, "a credential is listed twice", "List it once.")
            seen.add(key)


def client_problems(draft: Draft) -> Iterator[Problem]:
    """Yield what does not fit within a client, or between it and the services of its plan."""
    for place, client in draft.clients:
        yield from _meal(place, client.meal)
        yield from _plan(draft, place, client)
        yield from _attended(place, client)
        if client.primary is not None and client.primary in client.avoid_clinicians:
            message = "the primary clinician is also one to avoid"
            way_out = "Change primary, or take it out of avoid_clinicians."
            yield Problem("primary_avoided", f"{place}.primary", message, way_out, _known(draft, client))


def _known(draft: Draft, client: Client) -> str:
    return safe_value(client.primary, {placed.it.id for placed in draft.clinicians})


def _plan(draft: Draft, place: str, client: Client) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for index, item in enumerate(client.plan):
        at = f"{place}.plan[{index}]"
        if item.service in seen:
            message = f"the plan has an item of this service already, at {seen[item.service]}"
            shown = safe_value(item.service, draft.service)
            yield Problem("duplicate_plan_item", f"{at}.service", message, "Join the two items.", shown)
        seen.setdefault(item.service, at)
        yield from _company(draft, at, client, item)
        yield from _sessions(draft, at, item)


def _company(draft: Draft, at: str, client: Client, item: PlanItem) -> Iterator[Problem]:
    if client.id in item.with_clients:
        message = "a client is no company to itself"
        yield Problem("company_is_self", f"{at}.with_clients", message, "Leave it out.", client.id)
    own = {guest.id for guest in client.guests}
    for index, guest in enumerate(item.with_guests):
        if guest not in own and guest in draft.guest_ids:
            yield Problem(
                "guest_not_own",
                f"{at}.with_guests[{index}]",
                "this guest comes with another client",
                "List the guest among the client's own guests, under an id of its own.",
                guest,
            )


def _sessions(draft: Draft, at: str, item: PlanItem) -> Iterator[Problem]:
    service = draft.service.get(item.service)
    if service is None or service.format == "group" or not service.scheduled:
        return
    most = item.min_sessions if item.max_sessions is None else item.max_sessions
    if most > MOST_INDIVIDUAL_SESSIONS:
        field = "min_sessions" if item.max_sessions is None else "max_sessions"
        message = f"a week has at most {MOST_INDIVIDUAL_SESSIONS} individual sessions of one plan item"
        yield Problem("too_many_sessions", f"{at}.{field}", message, "Lower it.", str(most))


def _attended(place: str, client: Client) -> Iterator[Problem]:
    seen: set[tuple[object, str]] = set()
    for index, attendance in enumerate(client.attended):
        if attendance.session is None:
            continue
        key = (attendance.date, attendance.session)
        if key in seen:
            at = f"{place}.attended[{index}].session"
            yield Problem("duplicate_attendance", at, "this session is counted already", "List it once.")
        seen.add(key)


def _meal(place: str, meal: Meal | None) -> Iterator[Problem]:
    if meal is None or meal.between is None:
        return
    longest = max((end - start for start, end in meal.between), default=0)
    if longest < meal.minutes:
        message = f"no window of between is {meal.minutes} minutes long"
        way_out = "Widen between, lower minutes, or leave the meal out."
        yield Problem("meal_impossible", f"{place}.meal.between", message, way_out)
