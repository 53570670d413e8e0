import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, strategies as st

from magrepro import dataset
from magrepro.dataset import Column, Dataset, DatasetError, read_csv
from magrepro.differences import compare

COLUMNS = (
    Column("label", "a word", "exact", dtype=str),
    Column("n", "a count", "exact", dtype=int),
    Column("x", "a number", "elementwise"),
    Column("q", "an integral", "quadrature"),
)


def sample(q: float = 2.0) -> Dataset:
    x = np.array([0.1, 1e-300, -0.0])
    return Dataset.tidy(COLUMNS, label=np.array(["a", "b", "b"]), n=[1, 2, 3], x=x, q=[1.0, q, 0])


def test_csv_is_plain_and_shortest() -> None:
    assert sample().to_csv() == "label,n,x,q\na,1,0.1,1.0\nb,2,1e-300,2.0\nb,3,0.0,0.0\n"


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_csv_keeps_every_bit(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[float]
) -> None:
    path = tmp_path_factory.getbasetemp() / "bits.csv"
    columns = (Column("x", "a number"),)
    path.write_text(Dataset.tidy(columns, x=numbers).to_csv(), newline="")
    assert np.array_equal(read_csv(path, columns)["x"], numbers)


def test_a_csv_is_written_and_read_in_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = sample().to_csv()
    monkeypatch.setattr(dataset, "_ROWS", 2)
    pieces = list(sample().csv())
    assert (len(pieces), b"".join(pieces).decode()) == (3, whole)
    path = tmp_path / "pieces.csv"
    path.write_text(whole)
    assert compare(read_csv(path, COLUMNS), sample()) is None
    path.write_text(whole.replace("b,3,0.0", "b,3,zero"))
    with pytest.raises(DatasetError, match=r":4: x: 'zero' is not a number"):
        read_csv(path, COLUMNS)


def test_writing_and_reading_hold_one_piece_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dataset, "_ROWS", 500)
    columns = (Column("x", "", "exact"), Column("y", "", "exact"), Column("z", ""))
    x, y = np.arange(100.0)[:, None], np.arange(300.0)
    data = Dataset.tidy(columns, x=x, y=y, z=np.sin(x * y))
    path = tmp_path / "map.csv"
    tracemalloc.start()
    with path.open("wb") as file:
        file.writelines(data.csv())
    written = tracemalloc.get_traced_memory()[1]
    tracemalloc.reset_peak()
    numbers = sum(array.nbytes for array in read_csv(path, columns).data.values())
    read = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    piece = 500 * 3 * 200  # a row's cells, each as text, in lists and joined
    assert written < piece
    assert read < 2 * numbers + piece


def test_tidy_broadcasts_axes_and_grid_undoes_it() -> None:
    columns = (Column("x", ""), Column("y", ""), Column("z", ""))
    x, y = np.arange(3.0)[:, None], np.arange(4.0)
    data = Dataset.tidy(columns, x=x, y=y, z=10 * x + y)
    assert len(data) == 12
    np.testing.assert_array_equal(data.grid("z", "x", "y"), 10 * x + y)
    assert list(data.where(x=2.0)["z"]) == [20, 21, 22, 23]
    assert data.distinct("y") == [0, 1, 2, 3]


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_numbers_that_are_not_finite_never_reach_a_file(bad: float) -> None:
    with pytest.raises(ValueError, match="column x"):
        Dataset.tidy((Column("x", ""),), x=[1.0, bad])


def test_missing_or_unknown_columns_are_refused() -> None:
    with pytest.raises(ValueError, match="wanted"):
        Dataset.tidy((Column("x", ""),), y=[1.0])


def test_equal_data_do_not_differ() -> None:
    assert compare(sample(), sample()) is None


def test_differences_within_the_columns_tolerance_pass_and_others_are_named() -> None:
    assert compare(sample(2 * (1 + 5e-9)), sample()) is None
    difference = compare(sample(2 * (1 + 5e-7)), sample())
    assert difference is not None
    for part in ("column q", "row 3", "label=b", "n=2", "2.000001", "reference 2.0", "5e-07"):
        assert part in str(difference)


def test_a_difference_says_where_and_how_much() -> None:
    columns = (Column("x", "an axis", "root"), Column("y", ""), Column("z", ""))
    one = Dataset.tidy(columns, x=[1.0, 2.0, 3.0], y=[1.0, 1.0, 1.0], z=[5.0, 6.0, 7.0])
    other = Dataset.tidy(columns, x=[1.0, 2.0, 3.0], y=[1.0, 1.1, 1.5], z=[5.1, 6.0, 7.0])
    found = compare(one, other, axes=("x",))
    assert found is not None
    assert (found.column, found.row, found.at) == ("y", 4, {"x": 3.0})
    assert (found.computed, found.reference) == (1.0, 1.5)
    assert found.relative_difference == pytest.approx(1 / 3)
    assert (found.rows_differing, found.columns_differing) == (3, ("y", "z"))
    assert str(found).endswith("; 3 of 3 rows and 2 of 3 columns differ")


def test_counts_labels_and_lengths_are_compared_exactly() -> None:
    data = dict(sample().data)
    changed = Dataset(COLUMNS, data | {"label": np.array(["a", "c", "b"])})
    difference = compare(changed, sample())
    assert difference is not None
    assert "computed c, reference b" in str(difference)
    shorter = compare(sample().where(label="b"), sample())
    assert str(shorter) == "2 rows computed, 3 in the reference"


def test_a_reference_with_nan_differs() -> None:
    poisoned = Dataset(COLUMNS, dict(sample().data) | {"q": np.array([1.0, np.nan, 0.0])})
    difference = compare(sample(), poisoned)
    assert difference is not None
    assert "column q" in str(difference)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "header"),
        ("label,n,x\n", "header"),
        ("label,n,x,q\n", "no rows"),
        ("label,n,x,q\na,1,0.1\n", ":2: 3 cells"),
        ("label,n,x,q\na,1,0.1,1.0\nb,2", ":3: the last line is cut short"),
        ("label,n,x,q\na,one,0.1,1.0\n", ":2: n: 'one' is not a number"),
        (f"label,n,x,q\na,{9**99},0.1,1.0\n", ":2: n: '2951"),
        (f"label,n,x,q\na,1,{'x' * 999},1.0\n", f"'{'x' * 40}' is not a number"),
        ("label,n,x,q\r\na,1,0.1,1.0\r\n", "header"),
        ("label,n,x,q", "cut short"),
    ],
)
def test_broken_csvs_are_one_message_with_the_line(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "broken.csv"
    path.write_text(text)
    with pytest.raises(DatasetError) as error:
        read_csv(path, COLUMNS)
    assert words in str(error.value)


def test_a_point_without_an_answer_is_kept_counted_and_compared(tmp_path: Path) -> None:
    columns = (Column("n", "a count", "exact", dtype=int), Column("m", "", "root", optional=True))
    data = Dataset.tidy(columns, n=[1, 2, 3], m=[0.5, np.nan, 2.0])
    assert data.unanswered == 1
    path = tmp_path / "holes.csv"
    path.write_text(data.to_csv())
    assert path.read_text() == "n,m\n1,0.5\n2,nan\n3,2.0\n"
    assert compare(data, read_csv(path, columns)) is None
    answered = Dataset.tidy(columns, n=[1, 2, 3], m=[0.5, 1.0, 2.0])
    found = compare(answered, data)
    assert found is not None
    assert "row 3 (n=2): computed 1.0, reference nan" in found.message
    with pytest.raises(ValueError, match="not finite"):
        Dataset.tidy((Column("m", ""),), m=[np.nan])
