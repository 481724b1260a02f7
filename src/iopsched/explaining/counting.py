"""Upper bounds of how many more clients can start, from counting what each of them needs."""

from collections.abc import Iterator

from iopsched.domain.capacity import Bound
from iopsched.domain.clients import Client, PlanItem
from iopsched.domain.instance import Instance
from iopsched.domain.result import Verdict
from iopsched.domain.schedule import Schedule
from iopsched.domain.services import Service
from iopsched.explaining.board import Board
from iopsched.explaining.joining import may_ever_join
from iopsched.judging.needs import is_due


def counted_bounds(
    instance: Instance, schedule: Schedule, verdict: Verdict, profile: Client
) -> Iterator[Bound]:
    """Yield bounds that hold for every schedule in which nobody else is shorter than in this one."""
    if instance.history:
        # What was held may have had more heads than seats, so seats cannot be counted.
        return
    counting = _Counting(Board(instance, schedule), verdict, profile)
    for item in profile.plan:
        service = instance.service[item.service]
        if item.min_sessions and is_due(instance, item):
            if service.format == "group":
                yield counting.seats(item, service)
            elif not item.with_clients and service.roles and not all(role.optional for role in service.roles):
                yield counting.minutes(item, service)
                yield from counting.caseload(item, service)


class _Counting:
    def __init__(self, board: Board, verdict: Verdict, profile: Client) -> None:
        self._board, self._instance, self._profile = board, board.instance, profile
        self._got = {
            (need.client, need.subject): min(need.got, need.needed)
            for line in verdict.certificates
            for need in line.needs
            if need.kind == "sessions"
        }

    def _kept(self, client: Client, service: str) -> int:
        """Return how many sessions of a service a client has to keep so as not to fall shorter."""
        recorded = sum(1 for entry in client.attended if entry.service == service)
        return max(self._got.get((client.id, service), 0) - recorded, 0)

    def seats(self, item: PlanItem, service: Service) -> Bound:
        """Return the bound from all seats of a group service, less those that others have to keep."""
        every = mine = 0
        for group in self._instance.groups:
            if group.service == service.id:
                seats = len(group.meetings) * self._board.most_heads(group)
                every += seats
                mine += seats if may_ever_join(self._board, self._profile, group) else 0
        kept = sum(self._kept(client, service.id) for client in self._instance.clients)
        left = max(min(every - kept, mine), 0)
        sentence = (
            f"{service.id} has {every} seats in all its groups, {mine} of them for such a client; "
            f"others keep {kept}, and each newcomer needs {item.min_sessions}"
        )
        return Bound(most=left // item.min_sessions, sentence=sentence)

    def minutes(self, item: PlanItem, service: Service) -> Bound:
        """Return the bound from the minutes of those who may lead a service of own sessions."""
        primary = self._profile.primary if _asks(item, service) else None
        required = [role for role in service.roles if not role.optional]
        leaders = (
            [primary]
            if primary
            else [
                k.id
                for k in self._instance.clinicians
                if any(self._board.lacks(k, role, day) == () for role in required for day in range(7))
            ]
        )
        able = sum(self._most_minutes(one) for one in leaders)
        # Others' sessions may be led by others still, or have company, unless the primary has to lead them.
        kept = 0
        if primary is not None:
            kept = sum(
                self._kept(client, service.id)
                for client in self._instance.clients
                if client.primary == primary and self._by_primary(client, service)
            )
        left = max(able - kept * service.clock_minutes, 0)
        each = item.min_sessions * service.clock_minutes
        whose = primary or "all who may lead it"
        sentence = (
            f"{service.id}: {whose} can lead at most {able} minutes, of which others keep "
            f"{kept * service.clock_minutes}, and each newcomer needs {each}"
        )
        return Bound(most=left // each, sentence=sentence)

    def _by_primary(self, client: Client, service: Service) -> bool:
        item = client.item_for(service.id)
        return item is not None and not item.with_clients and _asks(item, service)

    def _most_minutes(self, clinician_id: str) -> int:
        clinician = self._instance.clinician[clinician_id]
        week = 0
        for day in range(7):
            minutes = sum(end - start for start, end in self._board.of_clinician(clinician, day))
            most = clinician.max_minutes_per_day
            week += minutes if most is None else min(minutes, most)
        most = clinician.max_minutes_per_week
        return week if most is None else min(week, most)

    def caseload(self, item: PlanItem, service: Service) -> Iterator[Bound]:
        """Yield the bound from places in caseloads, where each newcomer has to be assigned somebody."""
        if self._profile.primary is not None or not _asks(item, service) or len(service.roles) != 1:
            return
        places = 0
        for clinician in self._instance.clinicians:
            if not any(self._board.lacks(clinician, service.roles[0], day) == () for day in range(7)):
                continue
            if clinician.max_caseload is None:
                return
            given = sum(1 for client in self._instance.clients if client.primary == clinician.id)
            places += max(clinician.max_caseload - given, 0)
        taken = sum(
            1
            for client in self._instance.clients
            if client.primary is None and self._kept(client, service.id) and self._by_primary(client, service)
        )
        sentence = f"{service.id}: {places} places are left in caseloads, {taken} of them are kept by others"
        yield Bound(most=max(places - taken, 0), sentence=sentence)


def _asks(item: PlanItem, service: Service) -> bool:
    return item.with_whom == "primary" or (item.with_whom is None and service.format == "individual")
