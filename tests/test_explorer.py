"""What the explorer's controls follow from; its page is tested in a browser."""

import numpy as np
import pytest

from magrepro import figures
from magrepro.config import ConfigError, parameters
from magrepro.explorer.controls import coarse, controls
from magrepro.explorer.state import State, settings
from magrepro.parameters import Range

NAMES = figures.names()


@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_has_a_control_that_shows_its_value_within_bounds(name: str) -> None:
    params = figures.load(name).Params()
    found = controls(params)
    assert list(dict.fromkeys(c.key.split(".")[0] for c in found)) == list(
        type(params).model_fields
    )
    for control in found:
        if control.kind == "slider":
            assert control.low <= control.value <= control.high
            assert not control.is_log or control.low > 0
        if control.kind == "choice":
            assert control.value in control.choices


def test_what_stands_above_a_control_is_short_and_names_no_choice() -> None:
    found = {(n, c.key): c for n in NAMES for c in controls(figures.load(n).Params())}
    assert found["fig5b", "material"].label == "metal of the particles"
    assert found["vib_fig1", "j_mev"].label == "isotropic exchange J of Eq. (1) (meV) [assumed]"
    assert not [c for c in found.values() if c.label.split(",")[0] in c.choices]


@pytest.mark.parametrize("name", NAMES)
def test_both_ends_of_every_slider_are_accepted(name: str) -> None:
    model = figures.load(name).Params
    for control in controls(model()):
        if control.kind == "slider" and "." not in control.key:
            for end in (control.low, control.high):
                value = int(end) if control.is_integer else end
                try:
                    parameters(model, settings=[f"{control.key}={value!r}"])
                except ConfigError as error:
                    assert "greater than" in str(error)  # a bound that is not included


@pytest.mark.parametrize("name", NAMES)
def test_fewer_points_while_dragging_span_the_same_figure(name: str) -> None:
    params = figures.load(name).Params()
    few = coarse(params)
    assert few.points <= params.points
    for key in type(params).model_fields:
        whole, part = getattr(params, key), getattr(few, key)
        if isinstance(whole, Range):
            assert (part.start, part.stop) == (whole.start, whole.stop)
        else:
            assert part == whole


def test_untouched_controls_are_the_papers_figure() -> None:
    originals = {c.key: c.value for c in controls(figures.load("fig5b").Params())}
    assert settings(originals, originals) == ()
    state = State("fig5b", settings(originals | {"d_over_a": 4.0}, originals))
    assert state.command() == "magrepro run fig5b --set d_over_a=4.0"
    assert State("fig5b").params().is_paper
    np.testing.assert_equal(state.params().model_dump()["d_over_a"], 4.0)


def test_what_would_take_long_is_refused_before_it_is_begun() -> None:
    with pytest.raises(ConfigError, match="would take about"):
        State("fig9", (("n_particles", "{start: 2, stop: 1e6, num: 100000}"),)).params()
