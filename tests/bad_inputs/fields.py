"""Mistakes in one field."""

from bad_inputs.row import BadInput, drop, put

FIELDS = [
    BadInput(
        "unknown_key", put("clients.2.plann", []), "unknown_key", "clients[2] (c03).<key, 5 characters>"
    ),
    BadInput("unknown_key_on_top", put("client", []), "unknown_key", "client"),
    BadInput("missing_key", drop("rooms.0.capacity"), "missing_key", "rooms[0] (hall).capacity"),
    BadInput("missing_week", drop("week"), "missing_key", "week"),
    BadInput("missing_instance_id", drop("id"), "missing_key", "id"),
    BadInput("id_with_blanks", put("clients.0.id", "c 01"), "id_invalid", "clients[0].id"),
    BadInput("id_too_long", put("clients.0.id", "c" * 65), "id_invalid", "clients[0].id"),
    BadInput("word_with_blanks", put("clients.0.tags", ["a b"]), "word_invalid", "clients[0] (c01).tags[0]"),
    BadInput("id_that_is_a_number", put("clients.0.id", 14), "not_text", "clients[0].id"),
    BadInput(
        "bool_for_number",
        put("clients.0.priority", True),
        "not_a_whole_number",
        "clients[0] (c01).priority",
    ),
    BadInput(
        "text_for_number", put("rooms.0.capacity", "12"), "not_a_whole_number", "rooms[0] (hall).capacity"
    ),
    BadInput("fraction", put("rooms.0.capacity", 12.5), "not_a_whole_number", "rooms[0] (hall).capacity"),
    BadInput("whole_fraction", put("week.grid_minutes", 15.0), "not_a_whole_number", "week.grid_minutes"),
    BadInput("negative", put("rooms.0.capacity", -4), "number_out_of_range", "rooms[0] (hall).capacity"),
    BadInput("absurd", put("rooms.0.capacity", 10**9), "number_out_of_range", "rooms[0] (hall).capacity"),
    BadInput(
        "endless_session",
        put("services.0.clock_minutes", 1441),
        "number_out_of_range",
        "services[0] (skills).clock_minutes",
    ),
    BadInput(
        "no_session",
        put("services.0.clock_minutes", 0),
        "number_out_of_range",
        "services[0] (skills).clock_minutes",
    ),
    BadInput("null", put("rooms.0.capacity", None), "not_a_whole_number", "rooms[0] (hall).capacity"),
    BadInput(
        "number_for_bool", put("groups.0.closed", 1), "not_true_or_false", "groups[0] (evening-track).closed"
    ),
    BadInput("text_for_list", put("clients.0.plan", "skills"), "not_a_list", "clients[0] (c01).plan"),
    BadInput(
        "text_for_object", put("clients.0.plan", ["skills"]), "not_an_object", "clients[0] (c01).plan[0]"
    ),
    BadInput("object_for_list", put("clients", {}), "not_a_list", "clients"),
    BadInput("no_choice", put("services.0.format", "grp"), "not_a_choice", "services[0] (skills).format"),
    BadInput("wrong_grid", put("week.grid_minutes", 7), "not_a_choice", "week.grid_minutes"),
    BadInput(
        "unknown_term",
        put("goals", [{"id": "1", "terms": [{"term": "joy"}]}]),
        "not_a_choice",
        "goals[0] (1).terms[0].term",
    ),
    BadInput("no_sites", put("sites", []), "list_empty", "sites"),
    BadInput("no_goals", put("goals", []), "list_empty", "goals"),
    BadInput("no_meetings", put("groups.0.meetings", []), "list_empty", "groups[0] (evening-track).meetings"),
    BadInput(
        "no_starts",
        put("groups.4.meetings.0.starts", []),
        "list_empty",
        "groups[4] (saturday).meetings[0] (sat).starts",
    ),
    BadInput("no_modes", put("services.0.modes", []), "list_empty", "services[0] (skills).modes"),
    BadInput("one_in_a_relation", put("relations.0.clients", ["c01"]), "list_empty", "relations[0].clients"),
    BadInput("unknown_preset", put("levels.1.preset", "gold"), "preset_unknown", "levels[1] (op).preset"),
    BadInput("unknown_payer_preset", put("payers.0.preset", 7), "preset_unknown", "payers[0] (daily).preset"),
    BadInput("zone", put("week.time_zone", "Mars/Base"), "time_zone_unknown", "week.time_zone"),
    BadInput("empty_zone", put("week.time_zone", ""), "time_zone_unknown", "week.time_zone"),
    BadInput("zone_outside", put("week.time_zone", "../etc"), "time_zone_unknown", "week.time_zone"),
    BadInput("tuesday", put("week.monday", "2026-03-03"), "not_a_monday", "week.monday"),
    BadInput("year_1", put("week.monday", "0001-01-01"), "date_absurd", "week.monday"),
    BadInput("day_30_of_february", put("week.monday", "2026-02-30"), "date_invalid", "week.monday"),
    BadInput("american_date", put("week.monday", "3/2/2026"), "date_invalid", "week.monday"),
]
