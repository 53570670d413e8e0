"""Each picture of the committed numbers, drawn once and looked at from several sides."""

import hashlib
import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.lines import Line2D
from matplotlib.text import Text
from PIL import Image

from magrepro import __version__, figures
from magrepro.comparison.curves import parameters_of_curves
from magrepro.figures import _style
from magrepro.output import Job, picture
from tests.drawings import FIGURES, assert_nothing_leaves, committed, drawn, fresh, vertices

NAMES = figures.names()
CURVES = [
    name for name in NAMES if (plot := getattr(figures.load(name), "PLOT", None)) and not plot.up
]


@pytest.mark.parametrize("name", NAMES)
def test_picture_redraws_from_the_csv_alone_and_is_the_same_every_time(name: str) -> None:
    params = figures.load(name).Params()
    csv, png = ((FIGURES / f"{name}.{end}").read_bytes() for end in ("csv", "png"))
    told = Job(name, params, Path()), csv, figures.alt(name, committed(name), params)
    once = picture(drawn(name), "png", *told)
    # The committed one was drawn before, by another process; by another Matplotlib, it differs.
    if once != png:
        assert once == picture(fresh(name), "png", *told)


@pytest.mark.parametrize("name", NAMES)
def test_the_committed_picture_says_what_it_is(name: str) -> None:
    csv = (FIGURES / f"{name}.csv").read_bytes()
    with Image.open(FIGURES / f"{name}.png") as image:
        image.load()
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)
        assert image.width / 300 <= _style.PAGE + 0.01
        assert image.info["Software"] == f"magrepro {__version__}"
        assert image.info["Title"].startswith(f"{name}: ")
        params = figures.load(name).Params()
        assert json.loads(image.info["Parameters"]) == json.loads(params.as_json())
        assert image.info["Data"].endswith(hashlib.sha256(csv).hexdigest())


@pytest.mark.parametrize("name", NAMES)
def test_nothing_leaves_the_picture_and_all_type_is_stix_of_seven_points_or_more(name: str) -> None:
    drawing = drawn(name)
    assert drawing.get_layout_engine() is None  # which would measure every text four times
    assert_nothing_leaves(drawing)
    texts = [t for t in drawing.findobj(Text) if t.get_text().strip() and t.get_visible()]
    assert min(text.get_fontsize() for text in texts) >= _style.SMALL
    assert {text.get_fontname() for text in texts} == {"STIXGeneral"}


@pytest.mark.parametrize("name", ["fig3", "fig5a", "fig5b", "fig7", "fig10"])
def test_curves_differ_without_colour(name: str) -> None:
    for ax in itertools.chain.from_iterable((a, *a.child_axes) for a in drawn(name).axes):
        looks: dict[Any, Any] = {}
        for line in ax.findobj(Line2D, include_self=False):
            if (
                line.axes is ax
                and np.size(line.get_xdata()) > 40
                and line.get_linestyle() != "None"
            ):
                pattern = line._unscaled_dash_pattern
                look = (str(pattern), line.get_linewidth(), line.get_marker())
                assert looks.setdefault(look, line.get_color()) == line.get_color()


@pytest.mark.parametrize("name", CURVES)
def test_a_plot_says_where_its_curves_are_drawn(name: str) -> None:
    module, dataset = figures.load(name), committed(name)
    plot: Any = module.PLOT  # type: ignore[attr-defined]
    axes = [ax for ax in drawn(name).axes if ax.get_visible() and ax.get_subplotspec()]
    options = parameters_of_curves(module.Params(), module.COLUMNS, plot)
    shown = dataset.where(**plot.only)
    panels = shown.distinct(plot.panels) if plot.panels else [None]
    for labels in itertools.product(*options.values()):
        of = {key: option.number for key, option in zip(options, labels, strict=True)}
        curve = shown.where(**of)
        along, up = plot.scale(curve)
        corners = vertices(axes[panels.index(of.get(plot.panels))])
        for row, y in itertools.product((len(curve) // 3, 2 * len(curve) // 3), plot.y):
            point = along * curve[plot.x][row], up * curve[y][row]
            assert np.isclose(corners, point, rtol=1e-12, atol=0).all(axis=1).any()
