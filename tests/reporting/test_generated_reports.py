"""Reports of generated weeks, which have every feature there is, fit the page and name everybody."""

import pytest

from iopsched.generating.generate import generate
from iopsched.generating.spec import GeneratorSpec
from iopsched.judging.judge import judge
from iopsched.reporting.page import as_text, report_page

SPECS = [
    GeneratorSpec(seed=1, clients=12),
    GeneratorSpec(seed=2, clients=30, sites=2, telehealth=0.3, timetable="open"),
    GeneratorSpec(seed=3, clients=60, load="tight"),
]


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: f"{spec.clients}-{spec.load}")
def test_a_generated_week_fits_the_page(spec):
    made = generate(spec)
    text = as_text(report_page(made.instance, made.planted, judge(made.instance, made.planted)))
    assert max(map(len, text.splitlines())) <= 80
    assert "…" not in text
    for client in made.instance.clients:
        assert f"Client {client.id} " in text
    for clinician in made.instance.clinicians:
        assert f"Clinician {clinician.id}\n" in text
    for group in made.instance.groups:
        assert f"Group {group.id} " in text
