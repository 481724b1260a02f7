"""Rules of single clients, each wide enough for what the client does in the planted week."""

from iopsched.domain.clock import MINUTES_PER_DAY, format_time
from iopsched.domain.levels import PAYER_PRESETS
from iopsched.generating.board import longest_run
from iopsched.generating.house import House
from iopsched.generating.measures import credited_by_day, groups_of, meal_kept, on_site_by_day, trips

PAYERS = ("h0015", "s9480", "nc_saiop", "virginia_2_1", "medicare_iop", "tricare_iop")
QUALIFYING_MINUTES = 180
MEAL = (30, 330, (630, 840))


def add_payers(house: House) -> None:
    """Give about half of the clients a payer profile whose rules their planted week meets."""
    clients = house.draft.clients
    used: list[str] = []
    for number, (client, record) in enumerate(clients.items()):
        if number % 2 or record.get("level", "iop") != "iop":
            continue
        payer = PAYERS[number // 2 % len(PAYERS)]
        if _meets(credited_by_day(house.draft, client), payer):
            record["payers"] = [payer]
            used.append(payer)
            if payer == "nc_saiop":
                record["last_service_date"] = house.draft.date(-2)
    house.draft.payers += [{"id": payer, "preset": payer} for payer in PAYERS if payer in used]


def _meets(minutes: dict[int, int], payer: str) -> bool:
    rules = PAYER_PRESETS[payer].values
    qualifying = sum(one >= rules.get("qualifying_day_minutes", 1) for one in minutes.values())
    days = [-2, *minutes, 7]
    longest_gap = max(after - before - 1 for before, after in zip(days, days[1:], strict=False))
    return (
        qualifying >= rules.get("min_qualifying_days", 0)
        and len(minutes) <= rules.get("max_service_days", 7)
        and rules.get("min_minutes_per_week", 0) <= sum(minutes.values())
        and sum(minutes.values()) <= rules.get("max_minutes_per_week", 10080)
        and longest_gap <= rules.get("max_gap_days", 7)
    )


def add_authorisations(house: House) -> None:
    """Give every third client with qualifying days an authorised window and days left."""
    with_days = {"h0015", "s9480", "nc_saiop", "virginia_2_1"}
    found = [c for c, record in house.draft.clients.items() if with_days & set(record.get("payers", ()))]
    for number, client in enumerate(found[::2]):
        minutes = credited_by_day(house.draft, client)
        days = [day for day, one in minutes.items() if one >= QUALIFYING_MINUTES]
        house.draft.clients[client]["authorisation"] = {
            "first_date": house.draft.date(-20),
            "last_date": house.draft.date(max(days) if number % 2 else 24),
            "days_left": len(days) + number % 3,
        }


def add_stays(house: House) -> None:
    """Let every twelfth client be admitted or discharged this week, on the day its sessions allow."""
    for number, (client, record) in enumerate(house.draft.clients.items()):
        days = list(credited_by_day(house.draft, client))
        if number % 12 == 5 and days and days[0] > 0:
            record["starts_on"] = house.draft.date(days[0])
        elif number % 12 == 8 and days and "last_service_date" not in record:
            record["ends_on"] = house.draft.date(days[-1])


def add_caps(house: House) -> None:
    """Cap the trips and groups of some clients, and say when others arrive and leave at the latest."""
    for number, (client, record) in enumerate(house.draft.clients.items()):
        spare = 1 if house.spec.load == "loose" else 0
        if number % 7 == 2:
            record["max_trips"] = trips(house.draft, client) + spare
        if number % 7 == 4:
            record["max_groups"] = len(groups_of(house.draft, client)) + spare
        days = on_site_by_day(house.draft, client)
        if number % 7 == 6 and days:
            first = min(day[0].start % MINUTES_PER_DAY for day in days.values())
            last = max((day[-1].end - 1) % MINUTES_PER_DAY + 1 for day in days.values())
            record["arrive_after"] = format_time(first - first % 30)
            record["leave_by"] = format_time(last)


def add_meals(house: House) -> None:
    """Give those a meal break whose planted days have one, and some clients a longest run."""
    minutes, after, between = MEAL
    meal = {
        "minutes": minutes,
        "after_minutes": after,
        "between": f"{format_time(between[0])}-{format_time(between[1])}",
    }
    draft = house.draft
    for number, (who, record) in enumerate((*draft.clinicians.items(), *draft.clients.items())):
        days = [draft.board.on(who, day) for day in range(7)]
        if all(meal_kept(day, minutes, after, between) for day in days) and number % 2 == 0:
            record["meal"] = meal
        if who in draft.clients and number % 5 == 0:
            record["max_run_minutes"] = max(240, *(longest_run(day, 15) for day in days))


def add_cover(house: House) -> None:
    """Let cover deliver the individual counselling of every sixth client."""
    for number, record in enumerate(house.draft.clients.values()):
        for item in record["plan"]:
            if item["service"] == "individual" and number % 6 == 3:
                item["with_whom"] = "primary_or_cover"
