"""Ids that nobody has, and ids that two have."""

from bad_inputs.row import BadInput, put

REFERENCES = [
    BadInput(
        "service",
        put("clients.0.plan.0.service", "skils"),
        "unknown_reference",
        "clients[0] (c01).plan[0].service",
    ),
    BadInput("site_left_out", put("sites.0.id", "north"), "unknown_reference", "rooms[0] (hall).site"),
    BadInput("level_left_out", put("levels.0.id", "iop-2"), "unknown_reference", "clients[0] (c01).level"),
    BadInput("payer", put("clients.0.payers.0", "dayly"), "unknown_reference", "clients[0] (c01).payers[0]"),
    BadInput("primary", put("clients.0.primary", "k9"), "unknown_reference", "clients[0] (c01).primary"),
    BadInput(
        "leader",
        put("groups.4.meetings.0.leaders.0", "k9"),
        "unknown_reference",
        "groups[4] (saturday).meetings[0] (sat).leaders[0]",
    ),
    BadInput("room", put("groups.1.rooms.0", "haul"), "unknown_reference", "groups[1] (process-a).rooms[0]"),
    BadInput(
        "company",
        put("clients.9.plan.2.with_clients.0", "c99"),
        "unknown_reference",
        "clients[9] (c10).plan[2].with_clients[0]",
    ),
    BadInput(
        "guest",
        put("clients.6.plan.2.with_guests.0", "g9"),
        "unknown_reference",
        "clients[6] (c07).plan[2].with_guests[0]",
    ),
    BadInput(
        "group_of_a_wish",
        put("clients.3.preferences.0.group", "process-c"),
        "unknown_reference",
        "clients[3] (c04).preferences[0].group",
    ),
    BadInput(
        "group_of_a_set",
        put("group_sets.0.groups.1", "process-c"),
        "unknown_reference",
        "group_sets[0] (process-groups).groups[1]",
    ),
    BadInput(
        "closed_site",
        put("week.closures.0.sites", ["south"]),
        "unknown_reference",
        "week.closures[0].sites[0]",
    ),
    BadInput("pinned_session", put("pins.0.session", "saturday.sun"), "unknown_reference", "pins[0].session"),
    BadInput("pinned_client", put("pins.1.client", "c99"), "unknown_reference", "pins[1].client"),
    BadInput(
        "service_attended",
        put("clients.0.attended", [{"date": "2026-03-02", "credited_minutes": 9, "service": "x"}]),
        "unknown_reference",
        "clients[0] (c01).attended[0].service",
    ),
    BadInput("client_twice", put("clients.1.id", "c01"), "duplicate_id", "clients[1] (c01).id"),
    BadInput(
        "guest_twice",
        put("clients.7.guests", [{"id": "c07-g1"}]),
        "duplicate_id",
        "clients[7] (c08).guests[0] (c07-g1).id",
    ),
    BadInput(
        "group_set_twice",
        put("group_sets.+", {"id": "process-groups", "groups": ["saturday", "process-a"]}),
        "duplicate_id",
        "group_sets[1] (process-groups).id",
    ),
    BadInput(
        "goal_twice",
        put(
            "goals", [{"id": "1", "terms": [{"term": "fill"}]}, {"id": "1", "terms": [{"term": "left_out"}]}]
        ),
        "duplicate_id",
        "goals[1] (1).id",
    ),
    BadInput(
        "term_twice",
        put("goals", [{"id": "1", "terms": [{"term": "fill"}, {"term": "fill"}]}]),
        "duplicate_term",
        "goals[0] (1).terms[1].term",
    ),
    BadInput("role_twice", put("services.0.roles", [{}, {}]), "duplicate_id", "services[0] (skills)"),
    BadInput(
        "meeting_twice",
        put("groups.4.meetings.+", {"id": "sat", "starts": ["Sat 12:30"]}),
        "duplicate_id",
        "groups[4] (saturday)",
    ),
    BadInput(
        "member_twice",
        put("groups.0.members", ["c01", "c01"]),
        "duplicate_entry",
        "groups[0] (evening-track).members[1]",
    ),
    BadInput(
        "set_lists_twice",
        put("group_sets.0.groups", ["process-a", "process-a"]),
        "duplicate_entry",
        "group_sets[0] (process-groups).groups[1]",
    ),
    BadInput(
        "credential_twice",
        put("clinicians.0.credentials", ["LCSW", "LCSW"]),
        "duplicate_entry",
        "clinicians[0] (k1).credentials[1]",
    ),
    BadInput(
        "relation_lists_twice", put("relations.0.clients", ["c01", "c01"]), "duplicate_id", "relations[0]"
    ),
    BadInput(
        "session_ids_clash",
        put("groups.+", {"id": "c01.counselling", "service": "skills", "meetings": ["Fri 9"]}),
        "session_id_clash",
        "clients[0] (c01).plan[2]",
    ),
]
