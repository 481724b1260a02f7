"""What one schedule holds, looked up by whom and what it uses: found once for all parts cut out of it."""

from collections import defaultdict

from iopsched.cpsat.world import Where, World
from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.schedule import Schedule, Session

Led = tuple[int, int, Where]
"""A session from its leader's side: from, to (minutes of the week) and where."""

Use = tuple[int, int, str]
"""A stretch of the week that somebody or something is used in, and by which session."""


class Held:
    """The sessions of one schedule, in minutes of the week.

    `led` is what each clinician leads, `used` when rooms, clinicians and clients are used on each day.
    """

    def __init__(self, world: World, schedule: Schedule) -> None:
        self.schedule = schedule
        self.session: dict[str, Session] = {}
        self.start: dict[str, int] = {}
        self.where: dict[str, Where] = {}
        self.attended: dict[str, list[Session]] = defaultdict(list)
        self.led: dict[str, list[Led]] = defaultdict(list)
        self.led_on: dict[tuple[str, int], list[Led]] = defaultdict(list)
        self.used: dict[tuple[str, str, int], list[Use]] = defaultdict(list)
        for session in schedule.sessions:
            self._add(world, session)

    def _add(self, world: World, session: Session) -> None:
        name, room = session.id, session.room
        day = world.day_of_date(session.date)
        start = day * MINUTES_PER_DAY + session.start
        end = day * MINUTES_PER_DAY + session.end
        where = None if room is None else world.site_of.get(room)
        self.session[name], self.start[name], self.where[name] = session, start, where
        use = (start, end, name)
        if room is not None:
            self.used["room", room, day].append(use)
        for leader in session.leaders:
            self.led[leader].append((start, end, where))
            self.led_on[leader, day].append((start, end, where))
            self.used["clinician", leader, day].append(use)
        for client in session.clients:
            self.attended[client].append(session)
            self.used["client", client, day].append(use)
