"""Numbers, needs and goals in people's words."""

from iopsched.domain.clock import format_day, format_time
from iopsched.domain.goals import DEFAULT_GOALS
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Progress
from iopsched.domain.result import LevelResult, LevelValue, Need
from iopsched.domain.schedule import Session

DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_TERM_WORDS = {
    "abandoned": "clients left far short",
    "clients_short": "clients short of a need",
    "minutes_short": "minutes short",
    "changed_attendance": "changed attendances",
    "changed_time": "changed times",
    "changed_leader": "changed leaders",
    "changed_room": "changed rooms",
    "changed_group": "changed places in groups",
    "clients_contacted": "clients to tell",
    "newcomers": "newcomers in groups",
    "changed_counsellor": "sessions with another counsellor",
    "worst_unmet_wishes": "worst-off client's wishes",
    "unmet_wishes": "unmet wishes",
    "company_missing": "missing company",
    "cover_sessions": "sessions led by cover",
    "idle_minutes": "minutes waiting on site",
    "extra_trips": "extra trips",
    "split_shifts": "split shifts",
    "short_rests": "short nights",
    "undersized": "seats short of a good size",
    "room_changes": "room changes",
    "uneven_loads": "uneven loads",
    "left_out": "cost of meetings left out",
    "fill": "empty seats",
}
_SINGULAR = {
    "clients left far short": "client left far short",
    "clients short of a need": "client short of a need",
    "minutes short": "minute short",
    "changed attendances": "changed attendance",
    "changed times": "changed time",
    "changed leaders": "changed leader",
    "changed rooms": "changed room",
    "changed places in groups": "changed place in a group",
    "clients to tell": "client to tell",
    "newcomers in groups": "newcomer in a group",
    "sessions with another counsellor": "session with another counsellor",
    "unmet wishes": "unmet wish",
    "sessions led by cover": "session led by cover",
    "minutes waiting on site": "minute waiting on site",
    "extra trips": "extra trip",
    "split shifts": "split shift",
    "short nights": "short night",
    "seats short of a good size": "seat short of a good size",
    "room changes": "room change",
    "empty seats": "empty seat",
}
_MIXTURES = {
    frozenset({"changed_attendance", "changed_time", "changed_leader", "changed_room"}): "change",
    frozenset(
        {
            "changed_attendance",
            "changed_time",
            "changed_leader",
            "changed_room",
            "changed_group",
            "clients_contacted",
        }
    ): "change",
    frozenset({"unmet_wishes", "company_missing"}): "unmet wishes",
    frozenset({"idle_minutes", "extra_trips", "cover_sessions", "split_shifts", "short_rests"}): "burden",
    frozenset({"undersized", "room_changes", "left_out", "uneven_loads"}): "resources",
}
_UNITS = {"minutes": "minute", "days": "day", "sessions": "session", "groups": "group"}


def count(number: int, one: str, several: str | None = None) -> str:
    """Return a number with its noun, such as ``1 client`` or ``3 clients``."""
    return f"{number} {one if number == 1 else several or one + 's'}"


def folded(text: str, width: int) -> str:
    """Return a long id on several lines of at most `width`, broken after a hyphen or dot if one is near."""
    lines: list[str] = []
    while len(text) > width:
        near = max(text.rfind(mark, width // 2, width) for mark in "-._ ")
        cut = near + 1 if near >= 0 else width
        lines.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return "\n".join([*lines, text])


def hours(minutes: int) -> str:
    """Return minutes as hours and minutes, such as ``9:50``."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def duration(seconds: float) -> str:
    """Return elapsed seconds as ``8 s`` or ``2 min 5 s``."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def times(session: Session) -> str:
    """Return a session's times as ``17:30-18:45``."""
    return f"{format_time(session.start)}-{format_time(session.end)}"


def day_of(session: Session) -> str:
    """Return a session's day of the week as ``Mon``."""
    return format_day(session.date.weekday())


def level_name(terms: frozenset[str], level: str) -> str:
    """Return what a goal level is about: its only term in words, or the name of a known mixture."""
    if len(terms) == 1:
        return _TERM_WORDS[next(iter(terms))]
    return _MIXTURES.get(terms, f"goal level {level}")


def level_name_in(instance: Instance, level: str) -> str:
    """Return what the instance's goal level of that id is about."""
    for goals in (instance.goals, DEFAULT_GOALS):
        for goal in goals:
            if goal.id == level:
                return level_name(frozenset(weighted.term for weighted in goal.terms), level)
    return f"goal level {level}"


def level_share(level: LevelResult | LevelValue) -> str:
    """Return what a level's value is made of, such as ``120 minutes waiting on site, 1 extra trip``."""
    if len(level.terms) == 1:
        return ""
    return ", ".join(_term_share(term, value) for term, value in level.terms.items() if value)


def _term_share(term: str, value: int) -> str:
    words = _TERM_WORDS[term]
    if term == "uneven_loads":
        return f"loads {value / 10:.1f} % apart"
    return f"{value} {_SINGULAR.get(words, words) if value == 1 else words}"


def need_words(need: Need) -> str:
    """Return a shortfall as a sentence without its client, such as ``60 minutes short: 480 of 540``."""
    unit = _UNITS[need.unit]
    subject = need.subject or ""
    if need.kind == "membership":
        sentence = f"not placed in group {subject}"
    elif need.kind == "gap_days":
        sentence = f"{count(need.short, 'gap')} between service days longer than allowed"
    else:
        what = {
            "week_minutes": "credited minutes this week",
            "qualifying_days": "qualifying days",
            "service_days": "service days",
            "sessions": f"sessions of {subject}",
        }[need.kind]
        sentence = f"{count(need.short, unit)} short: {need.got} of {need.needed} {what}"
    return f"{sentence} (the data asks for more than it allows)" if need.impossible else sentence


def bound_words(level: LevelResult) -> str:
    """Return how firm a level's bound is, in one phrase."""
    if level.bound is None:
        return "not searched"
    if level.optimal:
        return "best possible" if level.bound_kind == "proved" else "best, given the above"
    firm = "proved" if level.bound_kind == "proved" else "given the above"
    return f"at best {level.bound}, {firm}"


def gap_words(level: LevelResult) -> str:
    """Return a level's gap as a percentage, or in its unit where it has no scale."""
    if level.gap is None:
        return "unknown"
    if level.optimal:
        return "none"
    return f"{100 * level.gap:.1f} %" if level.scale else f"{level.gap:.0f} {level.unit}"


def progress_words(instance: Instance, report: Progress | None) -> str:
    """Return where a search stands, in one line without the time."""
    if report is None:
        return "looking for a first schedule"
    parts = [f"{report.level} {level_name_in(instance, report.level)}"]
    if report.value is not None:
        parts[0] += f": {report.value}"
        if report.bound is not None and report.bound <= report.value:
            parts[0] += ", best possible" if report.bound == report.value else f", at best {report.bound}"
    if report.clients_short is not None:
        parts.append(
            f"{count(report.clients_short, 'client')} still short"
            if report.clients_short
            else "no client is short"
        )
    return "; ".join(parts)
