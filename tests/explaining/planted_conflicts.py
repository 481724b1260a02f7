"""Every planted contradiction."""

from explaining.conflicts_of_groups import of_clients, of_groups, of_places
from explaining.conflicts_of_people import of_meals, of_past, of_published, of_relations, of_staff

PLANTED = [
    *of_places(),
    *of_groups(),
    *of_clients(),
    *of_staff(),
    *of_meals(),
    *of_relations(),
    *of_past(),
    *of_published(),
]
