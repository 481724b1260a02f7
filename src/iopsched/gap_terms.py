"""The words of each goal term, for saying how far a schedule is from the best possible."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TermWords:
    """How a goal term is spoken of: with nothing left to gain, as the best, and how much better at most.

    `nothing` is said of a value of 0. `best` follows "no schedule", `one` and `several` follow a number,
    `single` is one of what is counted, for levels that weigh several terms.
    """

    nothing: str
    best: str
    one: str
    several: str
    single: str


TERM_WORDS: dict[str, TermWords] = {
    "abandoned": TermWords(
        "nobody misses more than half of a need",
        "spares more clients from missing more than half of a need",
        "more client could be spared missing more than half of a need",
        "more clients could be spared missing more than half of a need",
        "a client who misses more than half of a need",
    ),
    "clients_short": TermWords(
        "every need of every client is met",
        "serves more clients than this one",
        "more client could have every need met",
        "more clients could have every need met",
        "a client short of a need",
    ),
    "minutes_short": TermWords(
        "no credited minute is short",
        "leaves fewer credited minutes short",
        "credited minute less could be short",
        "credited minutes less could be short",
        "a credited minute short",
    ),
    "changed_attendance": TermWords(
        "nobody's attendance changes",
        "changes fewer attendances",
        "attendance less could change",
        "attendances less could change",
        "a changed attendance",
    ),
    "changed_time": TermWords(
        "no session moves to another time",
        "moves fewer sessions to another time",
        "session less could move to another time",
        "sessions less could move to another time",
        "a session at another time",
    ),
    "changed_leader": TermWords(
        "every session keeps its leaders",
        "replaces fewer leaders",
        "leader less could be replaced",
        "leaders less could be replaced",
        "a replaced leader",
    ),
    "changed_room": TermWords(
        "every session keeps its room and mode",
        "moves fewer sessions to another room or mode",
        "session less could change its room or mode",
        "sessions less could change their room or mode",
        "a session in another room or mode",
    ),
    "changed_group": TermWords(
        "nobody joins or leaves a group",
        "changes fewer places in groups",
        "place in a group less could change",
        "places in groups less could change",
        "a changed place in a group",
    ),
    "clients_contacted": TermWords(
        "nobody has to be told of another week",
        "has fewer clients to be told of another week",
        "client less could have to be told of another week",
        "clients less could have to be told of another week",
        "a client to be told",
    ),
    "newcomers": TermWords(
        "no published group has a newcomer",
        "brings fewer newcomers into published groups",
        "newcomer less could come into published groups",
        "newcomers less could come into published groups",
        "a newcomer in a group",
    ),
    "changed_counsellor": TermWords(
        "every own session is led by somebody who led such sessions before",
        "has fewer own sessions led by somebody else than before",
        "own session less could be led by somebody else than before",
        "own sessions less could be led by somebody else than before",
        "an own session led by somebody else",
    ),
    "unmet_wishes": TermWords(
        "every wish is met",
        "meets more wishes",
        "more wish could be met",
        "more wishes could be met",
        "an unmet wish, for each unit of its strength",
    ),
    "company_missing": TermWords(
        "all optional company comes along",
        "has more optional company come along",
        "more companion could come along",
        "more companions could come along",
        "optional company that stays away",
    ),
    "cover_sessions": TermWords(
        "no session is led by cover",
        "has fewer sessions led by cover",
        "session less could be led by cover",
        "sessions less could be led by cover",
        "a session led by cover",
    ),
    "idle_minutes": TermWords(
        "nobody waits on site",
        "has clients wait fewer minutes on site",
        "minute less could be spent waiting on site",
        "minutes less could be spent waiting on site",
        "a minute waiting on site",
    ),
    "extra_trips": TermWords(
        "nobody makes an extra trip",
        "needs fewer extra trips",
        "extra trip less could be needed",
        "extra trips less could be needed",
        "an extra trip",
    ),
    "split_shifts": TermWords(
        "no clinician's day is split",
        "splits fewer clinicians' days",
        "long pause less could split a clinician's day",
        "long pauses less could split clinicians' days",
        "a split shift",
    ),
    "short_rests": TermWords(
        "no clinician's night is too short",
        "has fewer nights too short for clinicians",
        "night less could be too short for a clinician",
        "nights less could be too short for clinicians",
        "a short rest",
    ),
    "undersized": TermWords(
        "every group session held is of a good size",
        "has fewer clients missing to good sizes",
        "client less could be missing to good sizes",
        "clients less could be missing to good sizes",
        "a client missing to a good size",
    ),
    "room_changes": TermWords(
        "every group stays in one room",
        "has groups change rooms less",
        "further room less could be used by groups",
        "further rooms less could be used by groups",
        "a further room of a group",
    ),
    "left_out": TermWords(
        "no meeting that costs anything is left out",
        "leaves out meetings at less cost",
        "unit of cost less could be left out",
        "units of cost less could be left out",
        "a unit of cost of what is left out",
    ),
    "fill": TermWords(
        "every seat of every group is filled",
        "fills more seats",
        "more seat could be filled",
        "more seats could be filled",
        "an empty seat",
    ),
    "worst_unmet_wishes": TermWords(
        "everybody has every wish met", "", "", "", "0.1 % of wishes unmet for the client worst off"
    ),
    "uneven_loads": TermWords(
        "clinicians' loads are even", "", "", "", "0.1 % between the fullest and the emptiest clinician"
    ),
}
"""Goal terms as they are spoken of. The last two are shares of one, told as percentages."""

SHARES = {
    "worst_unmet_wishes": (
        "does better for the client worst off with its wishes",
        "the client worst off could have {least} of its wishes unmet at best, instead of {now}",
    ),
    "uneven_loads": (
        "spreads clinicians' loads more evenly",
        "the fullest and the emptiest clinician could be {least} apart at best, instead of {now}",
    ),
}
"""For terms that are shares in permille: as the best, and how good at best."""

WEIGHED = {
    "abandoned": (
        "spares clients of more priority from missing more than half of a need",
        "the priorities of clients spared missing more than half of a need could make up at most {n} more",
    ),
    "clients_short": (
        "serves clients of more priority",
        "the priorities of clients with every need met could make up at most {n} more",
    ),
    "unmet_wishes": (
        "meets wishes of more strength",
        "the strengths of the wishes met could make up at most {n} more",
    ),
}
"""For terms of which some count more than others: as the best, and how much better at most."""

FAMILIES: dict[str, frozenset[str]] = {
    "shortfalls": frozenset({"abandoned", "clients_short", "minutes_short"}),
    "change": frozenset(
        {
            "changed_attendance",
            "changed_time",
            "changed_leader",
            "changed_room",
            "changed_group",
            "clients_contacted",
            "newcomers",
            "changed_counsellor",
        }
    ),
    "unmet wishes": frozenset({"unmet_wishes", "company_missing"}),
    "burden": frozenset({"idle_minutes", "extra_trips", "cover_sessions", "split_shifts", "short_rests"}),
    "resources": frozenset({"undersized", "room_changes", "left_out", "uneven_loads"}),
}
"""What mixtures of terms are about."""
