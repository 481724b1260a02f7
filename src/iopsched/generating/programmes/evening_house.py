"""The house and the staff of the evening programme."""

from iopsched.generating.draft import Draft
from iopsched.generating.records import Record


def add_house(draft: Draft, size: int, tracks: int) -> None:
    """Add rooms, services and levels."""
    largest = max(2, tracks - tracks // 4)
    halls = 1 if size < 60 else 2
    for n in range(1, halls + 1):
        draft.add_room(f"hall-{n}", 30, features=["group", "large"])
    for n in range(1, largest - halls + 2 if size > 60 else largest):
        draft.add_room(f"group-{n}", 14, features=["group"])
    for n in range(1, 2 + max(1, size // 20)):
        draft.add_room(f"office-{n}", 4, features=["office"])
    therapists, counsellors = ("LCSW", "LPC", "LMFT"), ("LCSW", "LPC", "LMFT", "LCDC")
    educators = (*counsellors, "LPC-A") if size > 20 else counsellors
    group: Record = {"room_features": ["group"], "good_size": 8}
    draft.add_service("process", 60, therapists, max_heads=12, **group)
    draft.add_service("relapse-prevention", 60, counsellors, max_heads=12, **group)
    draft.add_service("coping-skills", 60, counsellors, max_heads=12, **group)
    draft.add_service("psychoeducation", 60, educators, max_heads=16, **group)
    draft.add_service("mindfulness", 60, educators, min_heads=3, **group)
    draft.add_service("relationships", 60, counsellors, min_heads=3, max_heads=12, **group)
    draft.add_service("trauma-recovery", 60, therapists, min_heads=3, max_heads=8, room_features=["group"])
    draft.add_service(
        "family-evening",
        120,
        ("LMFT", "LCSW"),
        min_heads=4,
        max_heads=24,
        guests_count_as_heads=True,
        room_features=["large"],
    )
    office: Record = {"room_features": ["office"]}
    draft.add_service("individual", 50, therapists, format="individual", **office)
    draft.add_service("family-session", 60, ("LMFT", "LCSW"), format="family", **office)
    draft.add_service("couples", 60, ("LMFT",), format="conjoint", **office)
    draft.add_service("case-management", 30, ("CM",), format="individual", **office)
    draft.levels.append({"id": "iop", "preset": "asam_2_1"})
    draft.payers.append({"id": "commercial", "preset": "h0015"})


def add_clinicians(draft: Draft, size: int) -> None:
    """Add therapists, addiction counsellors, case managers and one associate under supervision."""
    kinds = [("LMFT", "LCSW", "LPC")[n % 3] for n in range(max(3, size // 8))]
    kinds += ["LCDC"] * max(1, size // 14) + ["CM"] * (1 + size // 60)
    kinds += ["LPC-A"] if size > 20 else []
    for number, credential in enumerate(kinds, 1):
        fields: Record = {"max_minutes_per_day": 360, "max_minutes_per_week": 1500, "break_minutes": 10}
        if credential in ("LCSW", "LPC", "LMFT"):
            fields |= {"may_supervise": credential == "LCSW", "max_caseload": 12}
            hours = "Mon-Thu 12:30-21:15" + ("; Sat 9-13" if number % 3 == 1 else "; Fri 10-14")
        elif credential == "CM":
            hours = "Mon-Thu 13-21:15; Sat 9-14"
        else:
            fields |= {"needs_supervision": True} if credential == "LPC-A" else {}
            hours = "Mon-Thu 15-21:15"
        fields = {name: value for name, value in fields.items() if value}
        draft.add_clinician(f"k{number:02d}", [credential], hours, **fields)
