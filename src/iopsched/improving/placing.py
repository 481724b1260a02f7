"""A first schedule: everybody placed into the empty week, block after block."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from iopsched.continuity.resolving import nothing_held
from iopsched.cpsat.cutting import Cutter
from iopsched.cpsat.parts import Sample
from iopsched.cpsat.scope import Scope, open_scope
from iopsched.cpsat.stepping import Stepped, served, step
from iopsched.domain.progress import Limits
from iopsched.domain.schedule import Schedule
from iopsched.improving.blocks import blocks
from iopsched.improving.board import Board, Reach
from iopsched.judging.judge import judge

BLOCK = 25
"""How many clients are placed at once: so few that most blocks are solved to their end."""

STARTS, LEADERS = 12, 4
"""How many starts and leaders an own session is offered."""

SECONDS, EFFORT = 1.2, 1.2
"""What one block may use: seconds of the clock, or deterministic units."""


@dataclass(frozen=True)
class Placed:
    """The schedule after one block, None if there is none that keeps what pins hold."""

    schedule: Schedule | None
    effort: float


def place_all(
    cutter: Cutter,
    reach: Reach,
    limits: Limits,
    rng: random.Random,
    on_block: Callable[[Placed], bool],
) -> None:
    """Place block after block; `on_block` is told of each and says whether to go on.

    All shortages are weighed together. What a block leaves unopened or free is for those after it.
    """
    instance = cutter.instance
    schedule = nothing_held(instance)
    valid = judge(instance, schedule).valid
    brief = replace(limits, time_limit=SECONDS, effort=EFFORT)
    for block in blocks(cutter, reach, BLOCK):
        scope = block_scope(cutter, reach, Board(schedule), block)
        found: Stepped = step(
            cutter,
            scope,
            [served],
            brief,
            sample=Sample(STARTS, LEADERS, rng),
            valid=valid,
            large=True,
        )
        if found.schedule is not None:
            schedule, valid = found.schedule, True
        if not on_block(Placed(schedule if valid else None, found.effort)) or not valid:
            return


def block_scope(cutter: Cutter, reach: Reach, board: Board, block: Sequence[str]) -> Scope:
    """Return a part that opens a block: its clients, and what they could attend that is not held yet."""
    sessions = {one for client in block for one in reach.groups[client] if one not in board.session}
    return open_scope(cutter.instance, board.schedule, sessions=sessions, clients=block)
