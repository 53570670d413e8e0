import io
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, strategies as st

from magrepro import figures
from magrepro.config import (
    ConfigError,
    configuration,
    load,
    parameters,
    place_beside,
    render,
)
from magrepro.figures import fig5b, fig7, fig9
from magrepro.parameters import MAX_AXIS, FigureParams, Range, counts, literal, size, values

FIGURES = figures.names()
COMMITTED = Path(__file__).parent.parent / "configs"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def message(tmp_path: Path, text: str) -> str:
    with pytest.raises(ConfigError) as error:
        parameters(fig5b.Params, file=written(tmp_path, text))
    assert "\n" not in str(error.value)
    return str(error.value).removeprefix(str(tmp_path))


@pytest.mark.parametrize("name", FIGURES)
def test_committed_configuration_is_what_the_tool_prints(name: str) -> None:
    printed = render(name, figures.describe(name).title, figures.load(name).Params())
    assert (COMMITTED / f"{name}.yaml").read_text(encoding="utf-8") == printed


def test_there_is_a_configuration_for_every_figure_and_no_other() -> None:
    assert sorted(path.stem for path in COMMITTED.glob("*.yaml")) == sorted(FIGURES)


@pytest.mark.parametrize("name", FIGURES)
def test_printed_configuration_reads_back_as_the_papers_parameters(name: str) -> None:
    model = figures.load(name).Params
    assert parameters(model, file=COMMITTED / f"{name}.yaml").is_paper


@pytest.mark.parametrize("path", sorted(COMMITTED.glob("variants/*.yaml")), ids=lambda p: p.stem)
def test_variants_are_complete_and_not_the_papers(path: Path) -> None:
    name = path.stem.rpartition("_")[0]
    params = parameters(figures.load(name).Params, file=path)
    assert not params.is_paper
    pointer, _, text = path.read_text(encoding="utf-8").partition("\n")
    assert pointer == f"# yaml-language-server: $schema=../schema/{name}.json"
    assert render(name, figures.describe(name).title, params) == text


@pytest.mark.parametrize("name", FIGURES)
def test_every_parameter_has_a_meaning_and_a_source(name: str) -> None:
    model = figures.load(name).Params
    assert issubclass(model, FigureParams)
    for key, field in model.model_fields.items():
        assert field.description
        assert model.about(key)["source"].kind in ("stated", "derived", "assumed")
        assert model.about(key)["source"].text


def test_unknown_key_names_the_place_and_the_nearest_key(tmp_path: Path) -> None:
    text = "# a comment\n\nchi_landau: -2.9e-7\n\nkf_a: [42.4]\nd_over_aa: 3\n"
    assert (
        message(tmp_path, text) == "/mine.yaml:6:1: d_over_aa: unknown key; did you mean d_over_a?"
    )


def test_unknown_key_inside_a_range_names_its_own_place(tmp_path: Path) -> None:
    text = "t_over_tf: {start: 1e-9, stop: 1e-6,\n  number: 5, num: 5}\n"
    assert message(tmp_path, text).startswith("/mine.yaml:2:3: t_over_tf.number: unknown key")


def test_numbers_of_yaml_1_2_are_numbers(tmp_path: Path) -> None:
    file = written(tmp_path, "t_over_tf: [1e-7, 2E-7, 1.e-8, .5e-8]\n")
    assert parameters(fig5b.Params, file=file).t_over_tf == (1e-7, 2e-7, 1e-8, 5e-9)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("d_over_a: 3\nd_over_a: 4\n", "2:1", "given twice"),
        ("d_over_a: !!python/name:os.system 3\n", "1:11", "tags are not allowed"),
        ("kf_a: &x [42.4]\nt_over_tf: *x\n", "1:7", "anchors"),
        ("d_over_a: .nan\n", "1:1", "finite"),
        ("d_over_a: .inf\n", "1:1", "finite"),
        ("d_over_a: -1\n", "1:1", "at least 2"),
        ("d_over_a: three\n", "1:1", "number"),
        ("d_over_a: true\n", "1:1", "number"),
        ("t_over_tf: [-1e-7]\n", "1:1", "at least 1e-10"),
        ("t_over_tf: []\n", "1:1", "at least one value"),
        ("t_over_tf: cold\n", "1:1", "valid number"),
        ("t_over_tf: [1e-7, 1e-7]\n", "1:1", "twice"),
        (
            "t_over_tf: {start: 1e-8, stop: 1e-7, nmu: 3}\n",
            "1:",
            "nmu: unknown key; did you mean num?",
        ),
        ("kf_a: [zeta_1_9999]\n", "1:", "below 1000"),
        ("kf_a: [zeta_1_300]\n", "1:", "at most 200"),
        ("t_over_tf: {start: 0, stop: 1e-6, num: 5, scale: log}\n", "1:1", "above zero"),
        ("t_over_tf: {start: 1e-7, stop: 1e-6, num: 9999999999}\n", "1:", "less than or equal"),
        ("kf_a: {start: 40, stop: 50}\n", "1:", "missing"),
        ("kf_a: [zeta_0_36]\n", "1:", "zeta_1_36"),
        ("- 1\n- 2\n", "1:1", "expected lines"),
        ("d_over_a: ３\n", "1:1", "number, not '３'"),
        ("kf_a: zeta_1_３６\n", "1:1", "neither a number nor a zero"),
        ("kf_a: [7, zeta_1_036]\n", "1:11", "neither a number nor a zero"),
        ("kf_a: [zeta_01_36]\n", "1:8", "neither a number nor a zero"),
        (f"kf_a: [zeta_1_36, {size('zeta_1_36')!r}]\n", "1:1", "holds a value twice: zeta_1_36"),
        ("kf_a: [42.0, 42]\n", "1:1", "holds a value twice"),
        ("kf_a: {start: 10, stop: 10.00000000000001, num: 40}\n", "1:1", "only 7 of the 40 points"),
        (
            "kf_a: {start: 10, stop: 10.00000000000001, num: 40, scale: log}\n",
            "1:1",
            "different numbers; give fewer points or a wider range",
        ),
        ("kf_a: {start: -1.7e308, stop: 1.7e308, num: 4}\n", "1:1", "too far apart"),
        ("d_over_a: 3\nkf_a: [7, \x07]\n", "2:11", "not YAML: the character '\\x07'"),
        ("d_over_a: 3\nkf_a: \0\n", "2:7", "not YAML: the character"),
        ("\r\nd_over_aa: 3\r\n", "2:1", "did you mean d_over_a?"),
        ("? [a, b]\n: 1\n", "1:3", "a key must be a word"),
        ('"a\\nb": 1\n', "1:1", r"a\nb: unknown key"),
        ("d_over_a: 3\n---\nd_over_a: 4\n", "2:1", "another document"),
        ("d_over_a: [\n", "2:1", "not YAML"),
        ("d_over_a: 3\n\tkf_a: 1\n", "2:1", "not YAML"),
    ],
)
def test_mistakes_are_one_message_with_the_place(
    tmp_path: Path, text: str, place: str, words: str
) -> None:
    said = message(tmp_path, text)
    assert said.startswith(f"/mine.yaml:{place}")
    assert words in said


def test_billion_laughs_are_refused_before_they_are_told(tmp_path: Path) -> None:
    lines = ["a: &a [1,1,1,1,1,1,1,1,1]"]
    lines += [
        f"{y}: &{y} [{', '.join([f'*{x}'] * 9)}]"
        for x, y in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    assert "anchors" in message(tmp_path, "\n".join(lines) + "\n")


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    assert "not YAML" in message(tmp_path, "d_over_a: " + "[" * 5000 + "]" * 5000)


def test_axes_that_do_not_fit_together_are_refused_at_the_longest(tmp_path: Path) -> None:
    axes = (
        "kf_a: {start: 9, stop: 50, num: 1000}\nt_over_tf: {start: 1e-9, stop: 1e-3, num: 99999}\n"
    )
    said = message(tmp_path, axes)
    assert said.startswith("/mine.yaml:2:1: the axes span 99999000 points")
    with pytest.raises(ConfigError, match=r"--set kf_a=.*: the axes span"):
        parameters(fig5b.Params, settings=["kf_a={start: 9, stop: 50, num: 100000}", "d_over_a=4"])


@pytest.mark.parametrize(
    "text",
    [
        f"{'x' * 5000}: 1\n",
        f"d_over_a: {'x' * 5000}\n",
        f"kf_a: [{'x' * 5000}]\n",
        f"kf_a: [zeta_{'1' * 5000}_2]\n",
        f"d_over_a: !{'x' * 5000} 3\n",
        f'"{"x" * 500}": 1\n"{"x" * 500}": 1\n',
        f"t_over_tf: {{{'x' * 100}: 3}}\n",
    ],
)
def test_a_message_repeats_little_of_what_it_is_about(tmp_path: Path, text: str) -> None:
    said = message(tmp_path, text)
    assert "x" * 100 not in said
    assert "1" * 100 not in said
    with pytest.raises(ConfigError) as error:
        parameters(fig5b.Params, settings=[text.replace(": ", "=", 1)])
    assert "x" * 100 not in str(error.value)


def test_many_keys_are_refused_as_soon_as_there_are_too_many(tmp_path: Path) -> None:
    text = "".join(f"a{i}: 1\n" for i in range(80_000))
    assert message(tmp_path, text) == "/mine.yaml:1001:1: more than 1000 keys"


def test_a_setting_is_validated_like_the_file() -> None:
    with pytest.raises(
        ConfigError, match=r"--set d_over_aa=3: d_over_aa: unknown key; did you mean"
    ):
        parameters(fig5b.Params, settings=["d_over_aa=3"])
    with pytest.raises(ConfigError, match="key=value"):
        parameters(fig5b.Params, settings=["d_over_a"])
    assert parameters(fig5b.Params, settings=["d_over_a=4", "kf_a=[zeta_2_3, 7]"]).kf_a == (
        "zeta_2_3",
        7,
    )


def test_a_single_value_is_an_axis_of_one_point() -> None:
    params = parameters(fig5b.Params, settings=["kf_a=zeta_1_36", "t_over_tf=1e-7"])
    assert (params.kf_a, params.t_over_tf) == (("zeta_1_36",), (1e-7,))


def test_a_range_takes_from_the_default_what_it_leaves_out(tmp_path: Path) -> None:
    default = fig5b.Params().t_over_tf
    assert isinstance(default, Range)
    file = written(tmp_path, "t_over_tf: {start: 1e-8}\n")
    wanted = default.model_copy(update={"start": 1e-8})
    assert parameters(fig5b.Params, file=file).t_over_tf == wanted
    assert parameters(fig5b.Params, settings=["t_over_tf.start=1e-8"]).t_over_tf == wanted


def test_a_part_of_a_range_is_set_over_the_file_and_the_default(tmp_path: Path) -> None:
    file = written(tmp_path, "t_over_tf: {start: 1e-8, num: 9}\n")
    params = parameters(
        fig5b.Params, file=file, settings=["t_over_tf.num=5", "t_over_tf.stop=1e-7"]
    )
    assert params.t_over_tf == Range(start=1e-8, stop=1e-7, num=5, scale="log")
    whole = ["kf_a={start: 5, stop: 9, num: 3}", "kf_a.num=4"]
    assert parameters(fig5b.Params, settings=whole).kf_a == Range(start=5.0, stop=9.0, num=4)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (["t_over_tf.strat=1"], "t_over_tf.strat=1: t_over_tf.strat: unknown key; did you mean"),
        (["t_over_tf.num=-1"], "t_over_tf.num=-1: t_over_tf.num: input should be greater"),
        (["kf_a.num=5"], "kf_a.start: missing"),
        (["kf_a=[7]", "kf_a.num=5"], "is not a range"),
        (["d_over_a=3", "d_over_a=4"], "--set d_over_a=4: d_over_a: given twice"),
        (["t_over_tf.num=5", "t_over_tf.num=6"], "t_over_tf.num: given twice"),
        (["t_over_tf.num=5", "t_over_tf=1e-7"], "t_over_tf: given twice"),
        (["t_over_tf.num.num=5"], "expected key=value"),
        ([".num=5"], "expected key=value"),
        (["d_over_a="], "empty value"),
        (["d_over_a={}"], "empty value"),
    ],
)
def test_mistaken_settings_are_one_message(settings: list[str], words: str) -> None:
    with pytest.raises(ConfigError) as error:
        parameters(fig5b.Params, settings=settings)
    assert words in str(error.value)


def test_a_setting_wins_over_the_file(tmp_path: Path) -> None:
    file = written(tmp_path, "d_over_a: 5\n")
    assert parameters(fig5b.Params, file=file, settings=["d_over_a=4"]).d_over_a == 4


def test_missing_binary_and_huge_files_are_one_message(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path / "none.yaml")
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="not UTF-8"):
        load(tmp_path / "binary.yaml")
    (tmp_path / "huge.yaml").write_bytes(b"#" * 2_000_000)
    with pytest.raises(ConfigError, match="longer than"):
        load(tmp_path / "huge.yaml")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders here")
def test_only_regular_files_and_links_to_them_are_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name in ("pipe", "folder", "/dev/zero"):
        link = tmp_path / "link"
        link.symlink_to(tmp_path / name)
        for path in (tmp_path / name, link):
            with pytest.raises(ConfigError, match="not a file"):
                load(path)
        link.unlink()
    written(tmp_path, "d_over_a: 4\n")
    (tmp_path / "link.yaml").symlink_to("mine.yaml")
    assert load(tmp_path / "link.yaml")[1] == {"d_over_a": 4}


def test_standard_input_is_a_file_like_others(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\ufeffd_over_a: 4\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert load(Path("-"))[1] == {"d_over_a": 4}
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(ConfigError, match="standard input: cannot be read: it is closed"):
        load(Path("-"))


def test_the_file_beside_the_data_is_never_a_persons(tmp_path: Path) -> None:
    paper, other = fig9.Params(), parameters(fig9.Params, settings=["n_particles=[2, 5]"])
    first, second = tmp_path / "config.yaml", tmp_path / "fig9.yaml"
    assert place_beside(tmp_path, "fig9", paper, given=None) is None
    assert place_beside(tmp_path, "fig9", other, given=None) == first
    first.write_text(configuration("fig9", other))
    assert place_beside(tmp_path, "fig9", paper, given=None) == first
    assert place_beside(tmp_path, "fig9", paper, given=first) is None
    assert place_beside(tmp_path, "fig9", other, given=first) == first
    assert place_beside(tmp_path, "fig5b", fig5b.Params(d_over_a=4), given=None) == (
        tmp_path / "fig5b.yaml"
    )
    first.write_text("n_particles: [2, 5]  # mine\n")
    assert place_beside(tmp_path, "fig9", other, given=None) == second
    second.write_text("mine too")
    third = place_beside(tmp_path, "fig9", other, given=None)
    assert third == tmp_path / f"fig9-{other.digest()}.yaml"


@given(st.text(max_size=80))
def test_any_text_is_parameters_or_one_message(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    file = tmp_path_factory.getbasetemp() / "fuzz.yaml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        parameters(fig7.Params, file=file)
    except ConfigError as error:
        assert str(error)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_survive_being_written_and_read(
    tmp_path_factory: pytest.TempPathFactory, number: float
) -> None:
    file = tmp_path_factory.getbasetemp() / "number.yaml"
    file.write_text(f"x: {literal(number)}\n")
    assert load(file)[1]["x"] == number


@pytest.mark.parametrize(("stop", "num"), [(5.0, 101), (-0.3, 9), (0.1, 50), (1 / 3, 7), (2.0, 2)])
def test_a_symmetric_range_holds_each_value_with_both_signs(stop: float, num: int) -> None:
    points = Range(start=-stop, stop=stop, num=num).values()
    np.testing.assert_array_equal(points, -points[::-1])
    np.testing.assert_allclose(points, np.linspace(-stop, stop, num), atol=1e-15 * abs(stop))
    assert points[-1] == stop
    assert not np.signbit(points[points == 0]).any()


def test_axes_have_exact_ends() -> None:
    axis = Range(start=1e-9, stop=1e-6, num=7, scale="log")
    points = values(axis)
    assert (points[0], points[-1], points.size) == (1e-9, 1e-6, 7)
    assert list(counts(Range(start=2.0, stop=100.0, num=3, scale="log"))) == [2, 14, 100]
    assert MAX_AXIS >= 100_000
