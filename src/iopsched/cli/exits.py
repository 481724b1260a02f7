"""What the exit codes mean."""

from enum import IntEnum


class Exit(IntEnum):
    """An exit code of every verb."""

    DONE = 0
    DEFECT = 1
    USAGE = 2
    INVALID = 3
    SHORT = 4
    NO_SCHEDULE = 5
    BROKEN = 6
    REGRESSION = 7
    INTERRUPTED = 130


MEANINGS: dict[Exit, str] = {
    Exit.DONE: "done, and every need is met",
    Exit.DEFECT: "a defect of iopsched",
    Exit.USAGE: "the command line is wrong",
    Exit.INVALID: "the instance or schedule is invalid or contradictory; every problem is listed",
    Exit.SHORT: "done, with shortfalls (the schedule is written)",
    Exit.NO_SCHEDULE: "no schedule in time",
    Exit.BROKEN: "the schedule verified breaks a rule",
    Exit.REGRESSION: "a benchmark is worse than the best known, or contradicts it",
    Exit.INTERRUPTED: "interrupted (the best schedule so far is written)",
}
"""Each code in words, for help and documentation."""
