"""Rules of clinicians and sites, each wide enough for the planted week."""

from itertools import product

from iopsched.domain.clock import MINUTES_PER_DAY, format_time
from iopsched.domain.hours import format_day_hours, parse_hours
from iopsched.generating.board import Stretch
from iopsched.generating.house import House
from iopsched.generating.measures import fewest_present
from iopsched.generating.records import credential_names


def add_associates(house: House) -> None:
    """Let associates under supervision co-lead tracks whose leader may supervise."""
    draft = house.draft
    supervised = [
        (id_, record)
        for id_, record in draft.sessions.items()
        if record["service"] == "process"
        and "room" in record
        and draft.clinicians[record["leaders"][0]].get("may_supervise")
    ]
    associates: list[str] = []
    for id_, record in supervised[::2]:
        stretch = draft.spans[id_]
        if len(record["clients"]) + 2 > draft.rooms[record["room"]]["capacity"]:
            continue
        free = [k for k in associates if draft.may_lead(k, stretch)]
        if not free and house.spec.clinicians is None and len(associates) <= len(supervised) // 8:
            new = house.add_clinician(["LPC-A"], stretch.start, stretch.place, "en")
            draft.clinicians[new].pop("may_supervise", None)
            draft.clinicians[new]["needs_supervision"] = True
            associates.append(new)
            free = [new] if draft.may_lead(new, stretch) else []
        language = draft.groups[record["group"]].get("language", "en")
        for associate in free[:1]:
            if language in draft.clinicians[associate].get("languages", ["en"]):
                record["leaders"].append(associate)
                draft.board.take(associate, stretch)


def add_caseloads(house: House) -> None:
    """Cap every primary's caseload, and leave a tenth of the clients to be assigned one."""
    draft = house.draft
    slack = {"loose": 4, "balanced": 2, "tight": 0, "over": 0}[house.spec.load]
    primaries = [record["primary"] for record in draft.clients.values() if "primary" in record]
    for clinician in dict.fromkeys(primaries):
        draft.clinicians[clinician]["max_caseload"] = primaries.count(clinician) + slack
    for record in list(draft.clients.values())[9::10]:
        if any(item.get("with_whom") == "primary_or_cover" for item in record["plan"]):
            continue
        record.pop("primary", None)


def add_closure(house: House) -> None:
    """Close each site for two hours, or one, in which nothing is planted there."""
    draft = house.draft
    for site in house.site_ids:
        planted = [stretch for stretch in draft.spans.values() if stretch.place == site]
        for length, hour, day in product((120, 60), (15, 14, 12, 19, 8, 20), range(4, -1, -1)):
            low = day * MINUTES_PER_DAY + hour * 60
            if any(_overlap(Stretch(low, low + length, site), stretch) for stretch in planted):
                continue
            hours = f"{format_time(hour * 60)}-{format_time(hour * 60 + length)}"
            closure = {"date": draft.date(day), "sites": [site], "hours": hours}
            draft.week.setdefault("closures", []).append(closure)
            break


def _overlap(one: Stretch, other: Stretch) -> bool:
    return one.start < other.end and other.start < one.end


def add_exceptions(house: House) -> None:
    """Change the hours of one date for some clinicians, clients and rooms, round what is planted."""
    draft = house.draft
    people = [k for k, record in draft.clinicians.items() if not record.get("may_supervise")]
    for number, who in enumerate((*people[::4], *list(draft.clients)[3::9], *list(draft.rooms)[::3])):
        record = draft.clinicians.get(who) or draft.clients.get(who) or draft.rooms[who]
        day = number % 5
        taken = draft.board.on(who, day)
        weekly = parse_hours(record.get("hours", "Mon-Fri 8:00-21:30")).days[day]
        if not taken:
            hours = () if number % 2 else weekly[:1]
        else:
            midnight = day * MINUTES_PER_DAY
            hours = ((taken[0].start - midnight, taken[-1].end - midnight),)
        record["exceptions"] = [{"date": draft.date(day), "hours": format_day_hours(hours)}]


def add_expiry(house: House) -> None:
    """Let credentials expire on the day they are needed last, and give somebody one that has expired."""
    draft = house.draft
    for number, (who, record) in enumerate(draft.clinicians.items()):
        days = draft.board.days(who)
        names = record["credentials"]
        if number % 5 == 1 and days and max(days) < 5:
            record["credentials"] = [{"name": n, "valid_until": draft.date(max(days))} for n in names]
        elif number % 5 == 3 and "LCDC" not in names:
            record["credentials"] = [*names, {"name": "LCDC", "valid_until": draft.date(-30)}]


def trim_roles(house: House) -> None:
    """Leave out credentials that nobody here holds, and optional roles that nobody can fill."""
    held = {name for record in house.draft.clinicians.values() for name in credential_names(record)}
    for service in house.draft.services.values():
        roles = []
        for one in service.get("roles", ()):
            possible = [names for names in one["any_of"] if set(names) <= held]
            if possible or not one.get("optional"):
                roles.append({**one, "any_of": possible or one["any_of"]})
        if roles:
            service["roles"] = roles


def add_staffing(house: House) -> None:
    """Ask for as many clinicians at each site as are there at any planted session, at most three."""
    for site in house.site_ids:
        fewest = min(3, fewest_present(house.draft, site))
        if fewest != 1:
            house.draft.sites[site]["min_staff_present"] = fewest
