"""What became of edits after the rest was planned again."""

from iopsched.domain.differences import Difference
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule
from iopsched.edits.keeping import is_kept
from iopsched.edits.reading import Edits
from iopsched.replanning.differences import diff


def kept_sentences(edits: Edits, schedule: Schedule) -> tuple[str, ...]:
    """Return a sentence for each edit, with its cells: what was done, and whether it was kept."""
    told = []
    for edit in edits.edits:
        at = f" ({', '.join(edit.cells)})" if edit.cells else ""
        state = "kept" if is_kept(edit, edits, schedule) else "not kept"
        if edit.kind == "guests" and state == "not kept":
            state = "not kept: guests come as the plan says"
        told.append(f"{edit.sentence}{at}: {state}")
    return tuple(told)


def difference_from_original(instance: Instance, edits: Edits, schedule: Schedule) -> Difference | None:
    """Return what differs between the schedule before it was edited and another; None if it is not known."""
    if edits.original is None:
        return None
    before = edits.original.model_copy(update={"instance_digest": None, "instance_id": instance.id})
    return diff(before, schedule, instance=instance)
