"""Fields that are right one by one, but not together."""

from bad_inputs.row import BadInput, both, put

FITS = [
    BadInput("no_travel", put("sites.+", {"id": "south"}), "travel_missing", "travel"),
    BadInput(
        "travel_twice",
        both(
            put("sites.+", {"id": "south"}),
            put(
                "travel",
                [{"between": ["main", "south"], "minutes": 9}, {"between": ["south", "main"], "minutes": 8}],
            ),
        ),
        "duplicate_travel",
        "travel[1]",
    ),
    BadInput(
        "travel_within",
        put("travel", [{"between": ["main", "main"], "minutes": 9}]),
        "duplicate_entry",
        "travel[0].between[1]",
    ),
    BadInput(
        "group_of_individual_service",
        put("groups.0.service", "counselling"),
        "service_not_group",
        "groups[0] (evening-track).service",
    ),
    BadInput(
        "group_never_scheduled",
        put("services.0.scheduled", False),
        "service_not_scheduled",
        "groups[0] (evening-track).service",
    ),
    BadInput(
        "formerly_a_group_of_today",
        put("groups.0.formerly", ["saturday"]),
        "former_id_taken",
        "groups[0] (evening-track).formerly[0]",
    ),
    BadInput(
        "formerly_claimed_twice",
        both(put("groups.0.formerly", ["gone"]), put("groups.1.formerly", ["older", "gone"])),
        "former_id_taken",
        "groups[1] (process-a).formerly[1]",
    ),
    BadInput(
        "plan_twice",
        put("clients.0.plan.1.service", "skills"),
        "duplicate_plan_item",
        "clients[0] (c01).plan[1].service",
    ),
    BadInput(
        "own_company",
        put("clients.9.plan.2.with_clients", ["c10"]),
        "company_is_self",
        "clients[9] (c10).plan[2].with_clients",
    ),
    BadInput(
        "foreign_guest",
        put("clients.0.plan.0.with_guests", ["c07-g1"]),
        "guest_not_own",
        "clients[0] (c01).plan[0].with_guests[0]",
    ),
    BadInput(
        "supervised_supervisor",
        put("clinicians.2.may_supervise", True),
        "supervision_unclear",
        "clinicians[2] (k3)",
    ),
    BadInput(
        "primary_avoided",
        put("clients.0.avoid_clinicians", ["k1"]),
        "primary_avoided",
        "clients[0] (c01).primary",
    ),
    BadInput(
        "vague_wish",
        put("clients.3.preferences.0.day", "Mon"),
        "preference_unclear",
        "clients[3] (c04).preferences[0]",
    ),
    BadInput(
        "empty_wish",
        put("clients.3.preferences.0", {"strength": 2}),
        "preference_unclear",
        "clients[3] (c04).preferences[0]",
    ),
    BadInput("relation_narrowed", put("relations.0.groups", ["saturday"]), "relation_groups", "relations[0]"),
    BadInput("empty_pin", put("pins.0", {"pin": "hold"}), "pin_empty", "pins[0]"),
    BadInput("held_elsewhen", put("pins.0.start", "Sat 09:30"), "pin_impossible", "pins[0].start"),
    BadInput(
        "held_on_another_day",
        put("pins.0", {"pin": "hold", "group": "saturday", "day": "Mon"}),
        "pin_impossible",
        "pins[0].day",
    ),
    BadInput("day_is_not_of_start", put("pins.0.day", "Mon"), "pin_impossible", "pins[0].day"),
    BadInput(
        "held_for_an_outsider",
        both(put("groups.4.closed", True), put("pins.0.client", "c01")),
        "pin_impossible",
        "pins[0].client",
    ),
    BadInput("held_by_another_leader", put("pins.0.clinician", "k2"), "pin_impossible", "pins[0].clinician"),
    BadInput(
        "held_in_another_room",
        put("pins.0", {"pin": "hold", "group": "process-a", "room": "annex"}),
        "pin_impossible",
        "pins[0].room",
    ),
    BadInput("held_in_another_mode", put("pins.0.mode", "telehealth"), "pin_impossible", "pins[0].mode"),
    BadInput(
        "telehealth_in_a_room",
        put("pins.0", {"pin": "hold", "room": "hall", "mode": "telehealth"}),
        "pin_impossible",
        "pins[0].mode",
    ),
    BadInput("session_of_another_group", put("pins.0.group", "process-a"), "pin_impossible", "pins[0].group"),
    BadInput(
        "off_the_grid",
        put("pins.0", {"pin": "hold", "session": "c01.counselling.1", "start": "Mon 13:10"}),
        "pin_impossible",
        "pins[0].start",
    ),
    BadInput(
        "held_and_forbidden",
        put("pins.+", {"pin": "forbid", "session": "saturday.sat", "start": "Sat 10:45"}),
        "pins_contradict",
        "pins[0]",
    ),
    BadInput(
        "forbidden_by_more",
        put("pins.+", {"pin": "forbid", "day": "Sat", "service": "skills"}),
        "pins_contradict",
        "pins[0]",
    ),
    BadInput(
        "held_twice",
        put("pins.+", {"pin": "hold", "session": "saturday.sat", "start": "Sat 09:00"}),
        "pins_contradict",
        "pins[2].start",
    ),
    BadInput(
        "held_in_two_rooms",
        both(
            put("pins.0.room", "hall"), put("pins.+", {"pin": "hold", "group": "saturday", "room": "annex"})
        ),
        "pins_contradict",
        "pins[2].room",
    ),
]
