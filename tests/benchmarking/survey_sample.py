"""Made-up survey blocks, and their optimum by a count over people that shares nothing with the model."""

import random
from itertools import combinations

TIMES = (("09:00", "10:15"), ("10:00", "11:15"), ("11:30", "12:45"), ("12:45", "14:00"), ("16:00", "18:40"))
DAYS = (("mon", "wed"), ("tue", "thu"), ("fri",))


def made_up_block(seed, people=20, sections=15, courses=9, seats=(1, 3)):
    """Return a block like those of the survey; `best` is left for `optimum` to find."""
    chance = random.Random(seed)
    offered = []
    for number in range(sections):
        start, end = chance.choice(TIMES)
        offered.append(
            {
                "id": f"s{number:02d}",
                "course": f"k{number if number < courses else chance.randrange(courses)}",
                "days": list(chance.choice(DAYS)),
                "start": start,
                "end": end,
                "seats": chance.randint(*seats),
            }
        )
    asked = [
        {
            "id": f"p{number:03d}",
            "most_groups": chance.randint(1, 4),
            "ratings": {
                f"s{section:02d}": chance.randint(1, 8)
                for section in sorted(chance.sample(range(sections), chance.choice((0, 3, 4, 5))))
            },
        }
        for number in range(people)
    ]
    return {"sections": offered, "people": asked}


def with_best(block):
    """Return the block with its two optima."""
    best = {
        "most_seats_filled": optimum(block, lambda rating: 1),
        "highest_rating_sum": optimum(block, lambda rating: rating),
    }
    return {**block, "best": best}


def optimum(block, worth):
    """Return the most that all enrolments together can be worth, given each rating's worth.

    Person after person, it keeps for every number of seats left the best sum so far. Seats that
    nobody after this person could take are forgotten, and so are sums that cannot become the best:
    what keeps the table small.
    """
    sections = {section["id"]: section for section in block["sections"]}
    place = {name: at for at, name in enumerate(sections)}
    people = [person for person in block["people"] if person["ratings"]]
    options = [
        [
            (sum(worth(person["ratings"][name]) for name in choice), [place[name] for name in choice])
            for choice in choices(person, sections)
        ]
        for person in people
    ]
    most_after = [
        sum(max(options[later])[0] for later in range(at, len(people))) for at in range(len(people))
    ]
    most_after.append(0)
    seats = [section["seats"] for section in sections.values()]
    enough = greedy(options, seats)
    table = {tuple(seats): 0}
    for at in range(len(people)):
        wanted = [sum(name in person["ratings"] for person in people[at + 1 :]) for name in sections]
        fresh = {}
        for left, reached in table.items():
            for value, taken in options[at]:
                if reached + value + most_after[at + 1] >= enough and all(left[one] for one in taken):
                    key = tuple(min(n - (i in taken), wanted[i]) for i, n in enumerate(left))
                    fresh[key] = max(fresh.get(key, 0), reached + value)
        table = fresh
    return max(table.values(), default=0)


def greedy(options, seats):
    """Return what is reached if each person in turn takes the best that is left."""
    left, reached = list(seats), 0
    for person in options:
        value, taken = max(choice for choice in person if all(left[one] for one in choice[1]))
        reached += value
        for one in taken:
            left[one] -= 1
    return reached


def choices(person, sections):
    """Return every set of sections that the person may be in together."""
    rated = [sections[name] for name in person["ratings"]]
    return [
        [section["id"] for section in chosen]
        for size in range(min(person["most_groups"], len(rated)) + 1)
        for chosen in combinations(rated, size)
        if not any(exclude(one, other) for one, other in combinations(chosen, 2))
    ]


def exclude(one, other):
    """Return whether nobody can be in both sections."""
    if one["course"] == other["course"]:
        return True
    meet = set(one["days"]) & set(other["days"])
    return bool(meet) and one["start"] < other["end"] and other["start"] < one["end"]
