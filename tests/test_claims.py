import functools
import importlib
import json
import keyword
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from magrepro import claims, figures, papers
from magrepro.certify.claims import CLAIMS
from magrepro.claims import (
    Claim,
    Outcome,
    Part,
    about,
    above,
    below,
    better_calculation,
    between,
    equations,
    evaluated,
    holds_if,
    in_parts,
    readings,
    remark,
    report,
    rounds_to,
    true_if,
)
from magrepro.claims.better import REGISTERED
from magrepro.claims.document import as_markdown
from magrepro.claims.findings import FINDINGS
from magrepro.claims.proofs import as_markdown as as_table, quantitative
from magrepro.claims.request import Request, RequestError
from magrepro.claims.unproved import said as reasons
from magrepro.cli import cli

ROOT = Path(__file__).parent.parent
ALL = claims.all_claims()
REVERSING = next(entry.id for entry in ALL if entry.reverses)
ERRATA = (ROOT / "docs" / "errata.md").read_text(encoding="utf-8")


@functools.cache
def _trials(name: str) -> list[tuple[str, Any, claims.Evaluation]]:
    return claims.sensitivity(next(entry for entry in ALL if entry.id == name))


def trials(entry: Claim) -> list[tuple[str, Any, claims.Evaluation]]:
    """Return the sensitivity of a claim, which several tests look at."""
    return _trials(entry.id)


@pytest.fixture(scope="module", name="ledger")
def _ledger() -> list[claims.Evaluation]:
    return [evaluated(entry) for entry in ALL]


def test_every_verdict_is_the_recorded_one(ledger: list[claims.Evaluation]) -> None:
    assert [(e.claim.id, e.outcome.computed) for e in ledger if e.changed] == []
    assert [(e.claim.id, e.better) for e in ledger if e.better_changed] == []


def test_every_better_calculation_is_of_a_claim_and_has_its_name() -> None:
    by_id = {entry.id: entry for entry in ALL}
    for name, better in REGISTERED.items():
        entry = by_id[name]
        assert better.function.__name__ == entry.function.__name__
        assert better.study in figures.names()
        assert better.study.startswith("beyond_")
        assert better.criterion
        assert entry.recorded not in ("input", "our remark")


def test_a_better_calculation_is_a_row_of_its_own_and_never_the_verdict() -> None:
    entry = next(e for e in ALL if e.id == "p.sec6.precise-sizes")
    found = evaluated(entry)
    assert (found.verdict, found.changed, found.better_changed) == ("holds", False, False)
    rows = dict(report.rows(found))
    assert rows["verdict"] == "holds"
    assert rows[report.BETTER].startswith("does not hold: ")
    assert rows[report.BETTER].endswith("; see beyond_numbers")
    (data,) = report.as_data([found])["claims"]
    assert (data["verdict"], data["better"]["verdict"]) == ("holds", "does not hold")
    assert "with the better calculation: does not hold: " in " ".join(
        report.as_table([found]).split()
    )


def test_a_better_calculation_that_changes_or_raises_ends_with_code_4(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken() -> Outcome:
        raise ZeroDivisionError("no field")

    for function, said in ((lambda: true_if(True, "now"), ": now; see"), (broken, "no field")):
        changed = replace(REGISTERED["p.sec6.precise-sizes"], function=function)
        monkeypatch.setitem(REGISTERED, "p.sec6.precise-sizes", changed)
        result = CliRunner().invoke(cli, ["claims", "p.sec6.precise-sizes", "-q"])
        assert result.exit_code == 4
        assert "p.sec6.precise-sizes: with the better calculation: " in result.output
        assert said in result.output
        assert "(recorded: does not hold)" in result.output


@pytest.mark.parametrize(
    ("name", "verdict", "said"),
    [
        ("p.sec6.precise-sizes", "holds", "two better calculations"),
        ("p.sec6.closer", "cannot be decided", "decides nothing"),
    ],
)
def test_better_calculations_are_one_a_claim_and_decide(name: str, verdict: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        better_calculation(name, study="beyond_numbers", recorded=verdict)


def test_a_claim_on_a_number_is_proved_or_has_a_reason_why_not(
    ledger: list[claims.Evaluation],
) -> None:
    numeric = {one.claim.id for one in quantitative(ledger)}
    assert numeric - set(CLAIMS) == {name for name, _ in reasons()}
    table = as_table(ledger, [])
    assert table.startswith(f"{len(numeric)} claims judge a number or a bound: ")
    assert table.count("not looked at") == len(numeric & set(CLAIMS))


def test_a_reason_why_there_is_no_proof_is_given_once_and_to_a_claim_without() -> None:
    named = [name for name, _ in reasons()]
    assert len(named) == len(set(named))
    assert set(named) <= {entry.id for entry in ALL} - set(CLAIMS)


def test_ledger_in_the_docs_is_the_computed_one(ledger: list[claims.Evaluation]) -> None:
    numbers = re.compile(r"[-+]?\d[\d.]*(e[-+]?\d+)?")
    committed = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")
    computed = as_markdown(ledger)
    assert numbers.sub("#", committed) == numbers.sub("#", computed)
    a, b = (
        [float(m[0].rstrip(".")) for m in numbers.finditer(text)] for text in (committed, computed)
    )
    np.testing.assert_allclose(a, b, rtol=2e-5, atol=1e-9)


def test_there_are_enough_claims_about_both_papers() -> None:
    count = Counter(entry.paper for entry in ALL if entry.recorded not in ("input", "our remark"))
    assert count["P"] >= 50
    assert count["F"] >= 30


@pytest.mark.parametrize("entry", ALL, ids=lambda entry: entry.id)
def test_claims_are_well_formed(entry: Claim) -> None:
    prefix = re.escape(papers.by_key(entry.paper).claim_prefix)
    assert re.fullmatch(rf"{prefix}[a-z0-9]+\.[a-z0-9-]+", entry.id)
    assert entry.where
    assert entry.statement.endswith(".")
    assert "(we " not in entry.statement
    assert entry.recorded in claims.VERDICTS
    assert entry.figure in ("", *figures.names())
    assert not entry.erratum or f"### {entry.erratum}\n" in ERRATA
    assert not re.search("|".join(report.PARAGRAPHS), entry.criterion.split("\n\n")[0])
    for key, figure in entry.assumed.items():
        source = figures.load(figure).Params.about(key)["source"]
        assert source.kind == "assumed"
        assert source.plausible


@pytest.mark.parametrize("entry", ALL, ids=lambda entry: entry.id)
def test_functions_bear_the_names_of_their_claims(entry: Claim) -> None:
    name = entry.id.split(".")[2].replace("-", "_")
    assert entry.function.__name__ == name + "_" * keyword.iskeyword(name)
    assert entry.function.__module__.startswith(
        f"magrepro.claims.{papers.by_key(entry.paper).wing}."
    )
    file, line = entry.source
    assert "@" in (ROOT / file).read_text(encoding="utf-8").splitlines()[line - 1]


@pytest.mark.parametrize(
    "entry", [e for e in ALL if e.assumed or e.reverses], ids=lambda entry: entry.id
)
def test_assumptions_that_reverse_a_verdict_are_declared(entry: Claim) -> None:
    found = {name.partition(".")[2] for name, _, e in trials(entry) if e.changed}
    assert found == set(entry.reverses)


@pytest.mark.parametrize("entry", ALL, ids=lambda entry: entry.id)
def test_what_does_not_hold_hears_the_authors(entry: Claim) -> None:
    if entry.recorded == "does not hold":
        assert "defence" in dict(report.criterion_rows(entry))


def test_every_figure_has_a_claim_or_says_that_it_has_none() -> None:
    without = {name for name in figures.names() if "\nClaims: none" in figures.docstring(name)}
    assert without.isdisjoint(entry.figure for entry in ALL)
    assert without | {entry.figure for entry in ALL} >= set(figures.names())


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
    outcome = rounds_to(value, printed)
    assert outcome.verdict == verdict
    assert outcome.margin is not None
    assert (outcome.margin >= 1) == (verdict != "does not hold")


def test_about_says_how_wide_it_is() -> None:
    outcome = about(1.2, 1.0, within=0.3, unit="K")
    assert (outcome.computed, outcome.verdict) == ("1.2 K (30% allowed)", "holds qualitatively")
    assert outcome.margin == pytest.approx(1.5)
    assert about(1.4, 1.0, within=0.3).verdict == "does not hold"


def test_statements_must_be_true_everywhere() -> None:
    assert true_if(np.array([True, True]), "").verdict == "holds"
    assert true_if(np.array([True, False]), "").verdict == "does not hold"
    assert true_if([below([1, 2], 3), np.array([True, False])], "").verdict == "does not hold"
    assert true_if(below([1, np.nan], 3), "").verdict == "does not hold"
    assert true_if(between([1, 0], 0.5, 3), "").verdict == "does not hold"
    assert true_if(between([1, 4], -0.5, 3), "").verdict == "does not hold"


def test_the_margin_is_the_factor_by_which_the_worst_number_clears_its_threshold() -> None:
    outcome = true_if([below([1, 2], 4), above(30, 10)], "", unit="K")
    assert (outcome.value, outcome.limit, outcome.margin, outcome.unit) == (2, 4, 2, "K")
    assert true_if(above([5, 40], 10), "").margin == 0.5
    assert true_if(between(8, 1, 10), "").margin == 1.25
    assert true_if(below(-3, -2), "").margin == 1.5
    assert true_if(below(-3, 0), "").margin is None
    assert true_if([below(1, 4), False], "").margin is None


def test_a_condition_that_the_paper_does_not_state_is_its_own_verdict() -> None:
    good, bad = true_if(True, "5 K"), true_if(False, "7 K")
    assert holds_if("cold", then=good, otherwise=bad).verdict == (
        "holds under an unstated condition"
    )
    assert holds_if("cold", then=good, otherwise=good).verdict == "holds"
    assert holds_if("cold", then=bad, otherwise=bad).verdict == "does not hold"


def test_two_readings_and_parts_keep_their_own_verdicts() -> None:
    good, bad = true_if(True, "5 K"), true_if(False, "7 K")
    both = readings({"some": good, "all": bad})
    assert (both.verdict, both.computed) == ("two readings", "some: 5 K; all: 7 K")
    assert readings({"some": good, "all": good}).verdict == "holds"
    assert in_parts({"warm": good, "cold": bad}).verdict == "does not hold"
    assert in_parts({"warm": good, "cold": rounds_to(3.21, "3.2")}).verdict == (
        "holds within rounding"
    )
    entry = sample("two readings", both)
    assert evaluated(entry).changed
    entry = sample("two readings", both, parts=("holds", "does not hold"))
    assert not evaluated(entry).changed


def broken() -> Outcome:
    raise ZeroDivisionError("no number")


def sample(
    recorded: claims.Verdict, outcome: Outcome, parts: tuple[claims.Verdict, ...] = ()
) -> Claim:
    return Claim("p.sec3.sample", "P", "here", "A.", recorded, lambda: outcome, parts)


def test_a_claim_that_raises_is_reported_and_the_others_still_run() -> None:
    failed = evaluated(Claim("p.sec3.broken", "P", "here", "A.", "holds", broken))
    assert (failed.verdict, failed.outcome.computed) == (
        "failed",
        "ZeroDivisionError: no number",
    )
    assert failed.changed
    good = evaluated(sample("holds", true_if(True, "")))
    assert report.totals([failed, good]) == {"holds": 1, "failed": 1}


def test_a_changed_verdict_is_seen() -> None:
    changed = evaluated(sample("holds", true_if(False, "")))
    assert changed.changed
    assert "recorded: holds" in report.as_table([changed])


def test_our_remarks_are_not_counted() -> None:
    found = [evaluated(sample("our remark", remark("5 K"))), evaluated(sample("holds", GOOD))]
    assert report.summary(found).startswith("1 claim: ")


def test_nothing_found_is_a_count_of_none() -> None:
    assert report.summary([]) == "0 claims"


GOOD = true_if(True, "5 K")


def test_two_claims_of_one_id_are_refused() -> None:
    part = Part("P", "sec3", place="Sec. III")
    with pytest.raises(ValueError, match=r"p\.sec3\.tensor"):
        part.claim("tensor", "A.", at="", recorded="holds")(broken)


def test_json_has_the_agreed_form(ledger: list[claims.Evaluation]) -> None:
    data = json.loads(json.dumps(report.as_data(ledger), allow_nan=False))
    keys = "id paper where statement criterion computed value unit margin verdict recorded"
    keys += " depends_on parts better figure equations see"
    assert {tuple(sorted(entry)) for entry in data["claims"]} == {tuple(sorted(keys.split()))}
    assert sum(data["totals"].values()) == len(data["claims"]) == len(ALL)


def test_a_tolerance_said_to_bear_less_bears_no_less_than_what_is_found(
    ledger: list[claims.Evaluation],
) -> None:
    said = re.compile(r"stands\s+down\s+to (?:a factor of )?([0-9.]+[0-9])( %)?")
    told = 0
    for e in ledger:
        words = said.search(e.claim.criterion)
        if words is None:
            continue
        told += 1
        least = float(words[1]) * (0.01 if words[2] else 1.0)
        found = [float(n) for n in re.findall(r"\d+\.\d+", e.outcome.computed)]
        value, limit = e.outcome.value or 0.0, e.outcome.limit or 1.0
        found += [value, abs(value / limit - 1)]
        assert any(number <= least <= 1.05 * number for number in found), e.claim.id
    assert told > 4


def test_claims_are_chosen_by_id_figure_and_paper() -> None:
    first = ALL[0]
    assert claims.select([first.id]) == [first]
    assert all(entry.figure == "fig5b" for entry in claims.select(["fig5b"]))
    assert {entry.paper for entry in claims.select([], "F")} == {"F"}
    with pytest.raises(ValueError, match="fig55"):
        claims.select(["fig55"])


def test_claims_are_found_by_text_before_they_are_evaluated() -> None:
    def found(text: str) -> set[str]:
        return {e.id for e in ALL if report.mentions(e, text)}

    assert "p.sec3.critical-longitudinal" in found("3.22")
    assert found("CAPTION") == found("caption")
    assert found(report.BETTER) == {e.id for e in ALL if e.better}
    assert [e.id for e in Request(text="P.APPA.CANONICAL-COLD").todo] == ["p.appa.canonical-cold"]


def test_the_list_holds_one_verdict_where_that_is_asked_for(
    ledger: list[claims.Evaluation],
) -> None:
    request = Request(verdict="input")
    request.evaluate(ledger)
    assert request.found == [e for e in ledger if e.verdict == "input"] != []


@pytest.mark.parametrize("width", [40, 80, 120])
def test_list_and_cards_fit_the_terminal(ledger: list[claims.Evaluation], width: int) -> None:
    unbroken = max(len(word) for e in ledger for word in report.as_card(e).split())
    lines = report.as_table(ledger, width).splitlines()
    lines += [line for e in ledger for line in report.as_card(e, width).splitlines()]
    assert max(map(len, lines)) <= max(width, unbroken + 14)


def test_sensitivities_begin_with_the_reversals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "sensitivity", trials)
    rows = report.sensitivity_data(claims.select([REVERSING, "p.sec1.peaks-grow"]))
    reverses = [bool(row["reversals"]) for row in rows]
    assert reverses == sorted(reverses, reverse=True)
    assert reverses[0]
    json.dumps(rows, allow_nan=False)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"words": ("fig55",)}, "did you mean"),
        ({"verdict": "maybe"}, "there is no verdict"),
        ({"markdown": True, "as_json": True}, "choose one"),
    ],
)
def test_a_request_that_means_nothing_is_refused(options: dict[str, object], message: str) -> None:
    with pytest.raises(RequestError, match=message):
        Request(**options)  # type: ignore[arg-type]


def test_assumed_parameters_are_varied_over_their_plausible_values() -> None:
    resting = [entry for entry in ALL if entry.assumed]
    assert resting
    entry = resting[0]
    tried = trials(entry)
    (key, figure), *_ = entry.assumed.items()
    plausible = figures.load(figure).Params.about(key)["source"].plausible
    assert [value for name, value, _ in tried if name == f"{figure}.{key}"] == list(plausible)


def test_findings_rest_on_claims() -> None:
    assert len(FINDINGS) == 10
    assert {name for finding in FINDINGS for name in finding.claims} <= {e.id for e in ALL}


def test_every_part_of_a_paper_that_its_record_names_has_claims() -> None:
    for paper in papers.PAPERS:
        assert {e.section for e in ALL if e.paper == paper.key} == set(paper.parts)


def test_figures_belong_to_the_paper_that_their_docstring_names() -> None:
    for name in figures.of_papers():
        assert papers.of_figure(name).key == figures.describe(name).paper


def test_every_numbered_equation_has_a_function_and_a_test() -> None:
    for paper in papers.PAPERS:
        known = equations.of_paper(paper)
        assert tuple(e.number for e in known) == paper.equations
        for e in known:
            module, function = e.function.rsplit(".", 1)
            assert callable(
                getattr(importlib.import_module(f"magrepro.core.{paper.wing}.{module}"), function)
            )
            file, test = e.test.split(".")
            text = (ROOT / "tests" / f"{file}.py").read_text(encoding="utf-8")
            assert f"def {test}(" in text


def test_equations_of_claims_are_numbered_ones() -> None:
    for entry in ALL:
        assert set(entry.equations) <= set(papers.by_key(entry.paper).equations)


def test_table_of_equations_in_the_docs_is_the_printed_one() -> None:
    committed = (ROOT / "docs" / "equations.md").read_text(encoding="utf-8")
    assert committed == equations.as_markdown()


def asked(*words: str) -> tuple[int, str]:
    answer = CliRunner().invoke(cli, ["claims", *words])
    return answer.exit_code, answer.stdout


def test_the_command_prints_a_list_a_card_and_json(
    ledger: list[claims.Evaluation], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, text = asked("--figure", "fig4")
    assert code == 0
    assert max(map(len, text.splitlines())) <= 80
    code, text = asked("p.sec3.expansion")
    assert code == 0
    for row in ("where", "we test", "tolerance", "second route", "computed", "margin", "see"):
        assert f"\n{row} " in text
    monkeypatch.setattr(report, "sensitivity", trials)
    code, text = asked(REVERSING, "--sensitivity", "--json")
    assert json.loads(text)["sensitivity"][0]["reversals"]
    known = {e.claim.id: e for e in ledger}
    monkeypatch.setattr(
        "magrepro.commands.claims.evaluations", lambda todo, crew: [known[e.id] for e in todo]
    )
    code, text = asked("--json", "--grep", "3.22", "--paper", "P")
    assert {entry["paper"] for entry in json.loads(text)["claims"]} == {"P"}


def test_the_command_ends_with_4_where_a_verdict_has_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    changed = evaluated(sample("holds", true_if(False, "7 K")))
    monkeypatch.setattr("magrepro.commands.claims.evaluations", lambda todo, crew: [changed])
    assert asked("p.sec3.expansion")[0] == 4
