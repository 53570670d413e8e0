"""Certificates: enclosures hold, and each can fail."""

import json
import shutil
from pathlib import Path

import pytest

from magrepro import certificates, certify, figures
from magrepro.certify import claims
from magrepro.certify.claims import CLAIMS, proof
from magrepro.claims import GOOD, all_claims, proofs
from magrepro.dataset import TOLERANCES
from tests.test_cli import Run, _magrepro  # noqa: F401

pytest.importorskip("flint")

SLOW = {
    "p.sec4.typical-saturation",
    "p.sec5.room-below-critical",
    "p.sec5.critical-scale",
    "p.sec5.critical-is-crossing",
    "p.appa.susceptibility-is-slope",
    "p.fig7.thousand",
    "p.appc.higher-temperature",
    "p.appb.threshold",
    "f.fig2.ferromagnet",
    "f.fig4.slow-keeps-ferromagnet",
}
CELLS = [
    ("fig1", 2, "field_z"),
    ("fig1", 3, "moment_x"),
    ("fig2", 5, "moment"),
    ("fig2", 9, "delta_chi"),
    ("fig8", 70_000, "probability_density"),
    ("fig9", 60, "chi_c_over_dimer"),
    ("fig9", 60, "endless_chain"),
    ("fig10", 130, "m_z"),
    ("vib_fig1", 9, "energy_mev"),
    ("vib_fig2", 25_000, "moment"),
    ("vib_fig2", 40_000, "transition_j_over_alpha"),
    ("vib_fig3", 1234, "coth_over_omega0_per_mev"),
    ("vib_fig4", 7000, "moment"),
    ("vib_fig5", 3000, "moment"),
]
QUICK = sorted(set(CLAIMS) - SLOW)
COMMITTED = Path(__file__).parent.parent / "figures"


def changed_cell(folder: Path, name: str, line: int, column: str, tolerances: float) -> Path:
    """Copy a CSV with one cell moved by so many tolerances of its column."""
    text = (COMMITTED / f"{name}.csv").read_text().splitlines()
    place = text[0].split(",").index(column)
    cells = text[line - 1].split(",")
    kind = next(c.kind for c in figures.load(name).COLUMNS if c.name == column)
    rtol, atol_rel = TOLERANCES[kind]
    largest = max(abs(float(row.split(",")[place])) for row in text[1:])
    value = float(cells[place])
    cells[place] = repr(value + tolerances * (rtol * abs(value) + atol_rel * largest))
    text[line - 1] = ",".join(cells)
    (folder / f"{name}.csv").write_text("\n".join(text) + "\n")
    return folder


@pytest.mark.parametrize(("name", "line", "column"), CELLS)
@pytest.mark.parametrize(("tolerances", "outside"), [(-2.0, 1), (0.5, 0)])
def test_a_cell_two_tolerances_off_is_outside(
    tmp_path: Path, name: str, line: int, column: str, tolerances: float, outside: int
) -> None:
    folder = changed_cell(tmp_path, name, line, column, tolerances)
    found = certificates.certified(certificates.Piece(name, folder, (line - 2,)))
    assert not found.unproved
    assert [cell.column for cell in found.outside] == [column] * outside


def test_the_coldest_rows_of_a_figure_are_proved() -> None:
    rows = tuple(certificates.hardest("fig5a", certificates.table_of("fig5a", COMMITTED)))
    found = certificates.certified(certificates.Piece("fig5a", COMMITTED, rows))
    assert found.proved == found.points == len(rows)
    assert found.widest <= certificates.NARROW


@pytest.mark.parametrize(("tolerances", "proved"), [(2.0, 0), (-2.0, 0), (0.5, 1)])
def test_a_cell_two_tolerances_off_is_told_with_its_line(
    tmp_path: Path, tolerances: float, proved: int
) -> None:
    folder = changed_cell(tmp_path, "fig5a", 300, "chi", tolerances)
    found = certificates.certified(certificates.Piece("fig5a", folder, (298,)))
    assert found.proved == proved
    assert [(o.line, o.column) for o in found.outside] == ([] if proved else [(300, "chi")])


def test_every_figure_s_computed_columns_are_certified() -> None:
    for name in certify.names():
        columns = {column.name for column in figures.load(name).COLUMNS}
        assert set(certify.load(name).GIVEN) < columns


def test_the_command_tells_the_place_the_value_and_the_interval(
    magrepro: Run, tmp_path: Path
) -> None:
    folder = changed_cell(tmp_path, "fig5a", 2, "chi", 2.0)
    done = magrepro("certify", "fig5a", "--sample", "4", "--seed", "7", "--reference", str(folder))
    assert done.code == 3
    assert "fig5a.csv:2: chi (panel=main, kf_a=42.9669456985971, t_over_tf=1e-09)" in done.err
    assert "the exact value lies in [837.592294619147" in done.err


def test_a_seed_draws_the_same_rows_again(magrepro: Run) -> None:
    words = ["certify", "fig5a", "--sample", "3", "--seed", "5", "--json"]
    words += ["--reference", str(COMMITTED)]
    once, again = (json.loads(magrepro(*words).out) for _ in range(2))
    assert once["seed"] == again["seed"] == 5
    assert once["figures"][0]["farthest"] == again["figures"][0]["farthest"]


def test_without_python_flint_one_line_says_what_to_install(
    magrepro: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "flint", None)
    done = magrepro("certify", "fig5a")
    assert (done.code, done.err.count("\n")) == (2, 2)
    assert "pip install 'magrepro[certify]'" in done.err


def test_a_csv_that_is_missing_is_told_in_one_line(magrepro: Run, tmp_path: Path) -> None:
    done = magrepro("certify", "-q", "fig5a", "--reference", str(tmp_path))
    assert (done.code, done.err.count("\n")) == (2, 1)
    shutil.copy(COMMITTED / "fig3.csv", tmp_path / "fig5a.csv")
    assert magrepro("certify", "-q", "fig5a", "--reference", str(tmp_path)).code == 2


def test_proofs_are_of_claims_in_the_ledger_and_agree_with_their_verdicts() -> None:
    from flint import ctx

    recorded = {entry.id: entry.recorded for entry in all_claims()}
    assert set(CLAIMS) <= set(recorded)
    with ctx.workprec(128):
        for name in QUICK:
            assert proof(name).holds == (recorded[name] in GOOD), name


def test_a_verdict_whose_opposite_is_proved_is_told(
    magrepro: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "p.fig5.bessel-zeros"
    monkeypatch.setattr(claims, "CLAIMS", {name: "in short"})
    monkeypatch.setattr(proofs, "CLAIMS", {name: "in short"})
    done = magrepro("certify", "--claims")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"{name}: holds within rounding, proved (in short): [42.966945698")
    from magrepro.certify.claims import spheres

    monkeypatch.setattr(spheres, "PRINTED", ("42.97", "52.92", "62.13"))
    done = magrepro("certify", "--claims", "--json")
    assert done.code == 3
    assert json.loads(done.out)["claims"][0]["holds"] is False
    assert done.err == f"{name}: recorded as 'holds within rounding', the opposite is proved\n"


def test_a_number_that_cannot_be_enclosed_is_not_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    from magrepro.certify.figures import fig5a

    def refuse(row: object, params: object) -> object:
        raise certify.NotProved("too hard")

    monkeypatch.setattr(fig5a, "enclose", refuse)
    found = certificates.certified(certificates.Piece("fig5a", COMMITTED, (0, 1)))
    assert (found.points, found.proved, found.unproved) == (2, 0, {"too hard": 2})


def test_a_wide_interval_is_not_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    from magrepro.certify.figures import fig9

    name, plain = "chi_c_over_dimer", fig9.enclose

    def blurred(row: certify.Row, params: object) -> object:
        balls = dict(plain(row, params))
        return balls | {name: balls[name] * (1 + type(balls[name])(0, 1e-8))}

    piece = certificates.Piece("fig9", COMMITTED, (3,))
    assert certificates.certified(piece).proved == 1
    monkeypatch.setattr(fig9, "enclose", blurred)
    assert certificates.certified(piece).unproved == {"the intervals stay wide": 1}


@pytest.mark.parametrize(
    "words",
    [
        ("--every", "--sample", "3"),
        ("--claims", "fig5a"),
        ("--claims", "--markdown", "--json"),
        ("--markdown",),
        ("fig99",),
        ("--sample", "0"),
    ],
)
def test_words_that_do_not_go_together_are_refused(magrepro: Run, words: tuple[str, ...]) -> None:
    done = magrepro("certify", *words)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
