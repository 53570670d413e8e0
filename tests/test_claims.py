import importlib
import json
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from magrepro import claims, figures
from magrepro.claims import Claim, Outcome, about, evaluated, report, rounds_to, true_if
from magrepro.claims.equations import EQUATIONS, as_markdown

ROOT = Path(__file__).parent.parent
ALL = claims.all_claims()


@pytest.fixture(scope="module", name="ledger")
def _ledger() -> list[claims.Evaluation]:
    return [evaluated(entry) for entry in ALL]


def test_every_verdict_is_the_recorded_one(ledger: list[claims.Evaluation]) -> None:
    assert [(e.claim.id, e.computed) for e in ledger if e.changed] == []


def test_ledger_in_the_docs_is_the_computed_one(ledger: list[claims.Evaluation]) -> None:
    numbers = re.compile(r"[-+]?\d[\d.]*(e[-+]?\d+)?")
    committed = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")
    computed = report.as_markdown(ledger)
    assert numbers.sub("#", committed) == numbers.sub("#", computed)
    a, b = (
        [float(m[0].rstrip(".")) for m in numbers.finditer(text)] for text in (committed, computed)
    )
    np.testing.assert_allclose(a, b, rtol=2e-5, atol=1e-9)


def test_there_are_enough_claims_about_both_papers() -> None:
    count = Counter(entry.paper for entry in ALL if entry.kind != "input")
    assert count["P"] >= 50
    assert count["F"] >= 30


@pytest.mark.parametrize("entry", ALL, ids=lambda entry: entry.id)
def test_claims_are_well_formed(entry: Claim) -> None:
    assert re.fullmatch(r"[pf]\.[a-z0-9]+\.[a-z0-9-]+", entry.id)
    assert entry.where
    assert entry.statement.endswith(".")
    assert entry.kind in claims.KINDS
    assert entry.recorded in claims.VERDICTS
    assert (entry.kind == "input") == (entry.recorded == "input")
    assert entry.figure in ("", *figures.names())
    for name in entry.assumed:
        figure, _, key = name.partition(".")
        source = figures.load(figure).Params.about(key)["source"]
        assert source.kind == "assumed"
        assert source.plausible


def test_every_figure_has_a_claim() -> None:
    assert {entry.figure for entry in ALL} >= set(figures.names())


@pytest.mark.parametrize(
    ("value", "printed", "verdict"),
    [
        (3.2229, "3.22", "holds within rounding"),
        (3.2251, "3.22", "does not hold"),
        (3.225, "3.22", "holds within rounding"),
        (2.0, "2", "holds"),
        (-2.93e-7, "-2.9e-7", "holds within rounding"),
        (-2.96e-7, "-2.9e-7", "does not hold"),
        (9.2e5, "9.2e5", "holds"),
    ],
)
def test_printed_numbers_hold_to_half_a_unit_of_their_last_digit(
    value: float, printed: str, verdict: str
) -> None:
    assert rounds_to(value, printed).verdict == verdict


def test_about_says_how_wide_it_is() -> None:
    assert about(1.2, 1.0, within=0.3) == Outcome("1.2 (30% allowed)", "holds qualitatively")
    assert about(1.4, 1.0, within=0.3).verdict == "does not hold"


def test_statements_must_be_true_everywhere() -> None:
    assert true_if(np.array([True, True]), "").verdict == "holds"
    assert true_if(np.array([True, False]), "").verdict == "does not hold"


def broken() -> Outcome:
    raise ZeroDivisionError("no number")


def sample(recorded: claims.Verdict, verdict: claims.Verdict) -> Claim:
    return Claim(
        "p.test.sample", "here", "A.", "1", "value", (), "", recorded, lambda: Outcome("2", verdict)
    )


def test_a_claim_that_raises_is_reported_and_the_others_still_run() -> None:
    entry = Claim("p.test.broken", "here", "A.", "", "value", (), "", "holds", broken)
    failed = evaluated(entry)
    assert (failed.verdict, failed.computed) == ("failed", "ZeroDivisionError: no number")
    assert failed.changed
    good = evaluated(sample("holds", "holds"))
    assert report.totals([failed, good]) == {"holds": 1, "failed": 1}


def test_a_changed_verdict_is_seen() -> None:
    assert evaluated(sample("holds", "does not hold")).changed
    assert "recorded: holds" in report.as_table([evaluated(sample("holds", "does not hold"))])


def test_json_has_the_agreed_form(ledger: list[claims.Evaluation]) -> None:
    data = json.loads(json.dumps(report.as_data(ledger)))
    keys = "id paper where statement printed computed verdict recorded_verdict kind equations"
    assert set(data["claims"][0]) == {*keys.split(), "figure", "assumed"}
    assert sum(data["totals"].values()) == len(data["claims"]) == len(ALL)


def test_claims_are_chosen_by_id_figure_and_paper() -> None:
    first = ALL[0]
    assert claims.select([first.id]) == [first]
    assert all(entry.figure == "fig5b" for entry in claims.select(["fig5b"]))
    assert {entry.paper for entry in claims.select([], "F")} == {"F"}
    with pytest.raises(ValueError, match="fig55"):
        claims.select(["fig55"])


def test_assumed_parameters_are_varied_over_their_plausible_values() -> None:
    resting = [entry for entry in ALL if entry.assumed]
    assert resting
    entry = resting[0]
    tried = claims.sensitivity(entry)
    figure, _, key = entry.assumed[0].partition(".")
    plausible = figures.load(figure).Params.about(key)["source"].plausible
    assert [value for name, value, _ in tried if name == entry.assumed[0]] == list(plausible)


EXPECTED = {
    "P": [*map(str, range(1, 11)), "A4", "A5", *(f"B{i}" for i in range(1, 9)), "C1"],
    "F": [*map(str, range(1, 8))],
}


def test_every_numbered_equation_has_a_function_and_a_test() -> None:
    for paper, numbers in EXPECTED.items():
        assert [e.number for e in EQUATIONS if e.paper == paper] == numbers
    for e in EQUATIONS:
        module, function = e.function.split(".")
        assert callable(getattr(importlib.import_module(f"magrepro.core.{module}"), function))
        file, test = e.test.split(".")
        text = (ROOT / "tests" / f"{file}.py").read_text(encoding="utf-8")
        assert f"def {test}(" in text


def test_equations_of_claims_are_numbered_ones() -> None:
    known = {(e.paper, e.number) for e in EQUATIONS}
    assert {(entry.paper, number) for entry in ALL for number in entry.equations} <= known


def test_table_of_equations_in_the_docs_is_the_printed_one() -> None:
    assert (ROOT / "docs" / "equations.md").read_text(encoding="utf-8") == as_markdown()
