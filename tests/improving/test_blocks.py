"""The order in which clients are placed: everybody once, those whom pins are about before all others."""

import pytest

from cpsat.part_weeks import generated
from iopsched.improving.blocks import blocks, crowds
from iopsched.improving.board import Reach

SIZES = (1, 5, 25)


@pytest.mark.parametrize("seed", [1, 4, 8, 11])
@pytest.mark.parametrize("size", SIZES)
def test_every_client_is_in_one_block(seed: int, size: int) -> None:
    week = generated(seed)
    found = list(blocks(week.cutter, Reach(week.cutter), size))
    assert all(block.clients for block in found)
    for apart in ("own", "groups"):
        placed = [client for block in found if block.opened != apart for client in block.clients]
        assert sorted(placed) == sorted(week.instance.client)


@pytest.mark.parametrize("seed", [8, 11])
def test_no_own_session_is_placed_before_a_group(seed: int) -> None:
    week = generated(seed)
    opened = [block.opened for block in blocks(week.cutter, Reach(week.cutter), 2)]
    assert "groups" in opened
    first = opened.index("own")
    assert set(opened[first:]) == {"own"}


@pytest.mark.parametrize("size", SIZES)
def test_every_client_is_in_one_crowd(size: int) -> None:
    week = generated(11)
    found = [client for crowd in crowds(week.cutter, Reach(week.cutter), size) for client in crowd]
    assert sorted(found) == sorted(week.instance.client)


@pytest.mark.parametrize("seed", [1, 4, 8, 11])
@pytest.mark.parametrize("size", SIZES)
def test_whom_pins_hold_is_in_the_first_block(seed: int, size: int) -> None:
    week = generated(seed)
    held = {pin.client for pin in week.instance.pins if pin.pin == "hold" and pin.client is not None}
    first = next(blocks(week.cutter, Reach(week.cutter), size))
    assert held <= set(first.clients)


def test_some_week_has_pins_that_hold_clients() -> None:
    pins = [pin for seed in (1, 4, 8, 11) for pin in generated(seed).instance.pins]
    assert any(pin.pin == "hold" and pin.client is not None for pin in pins)
