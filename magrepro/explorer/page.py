"""The explorer's page: controls, the figure as one drags, its claims, files to take away."""

from __future__ import annotations

import io
from collections.abc import Callable
from math import log10
from typing import Any

import panel as pn
from bokeh.models import CustomJSTickFormatter

from magrepro import figures as registry
from magrepro.claims import Evaluation
from magrepro.config import ConfigError
from magrepro.explorer.controls import Control, controls
from magrepro.explorer.state import State, as_html, claims_about, settings

FILES = ("csv", "png", "pdf", "yaml")
STEPS = 400
"""Of a slider from end to end."""


def serve(name: str, *, port: int, show: bool) -> None:
    """Serve the explorer on the loopback address until it is interrupted."""
    pn.extension(notifications=False)
    pn.serve(
        lambda: page(name),  # Panel takes a partial for an object to show
        title="magrepro",
        address="127.0.0.1",
        port=port,
        websocket_origin=[f"127.0.0.1:{port}", f"localhost:{port}"],
        show=show,
        verbose=False,
    )


def page(name: str) -> Any:
    """Return the page, with a choice of the figure."""
    chosen = pn.widgets.Select(name="figure", value=name, options=registry.names())
    return pn.Column(chosen, pn.bind(_layout, chosen))


def _layout(name: str) -> Any:
    return _Explorer(name).layout


class _Explorer:
    """One figure in one browser: its controls, and what follows from them."""

    def __init__(self, name: str) -> None:
        self._name, self._known = name, dict[Any, Evaluation]()
        params = registry.load(name).Params()
        self._controls = {control.key: control for control in controls(params)}
        self._widgets = {key: _widget(control) for key, control in self._controls.items()}
        self._picture = pn.pane.PNG(None, width=640, alt_text=registry.describe(name).title)
        self._command = pn.widgets.StaticText(name="command")
        self._message = pn.pane.Alert("", alert_type="danger", visible=False)
        self._points = pn.widgets.StaticText(name="drawn on")
        self._claims = pn.pane.HTML("", sizing_mode="stretch_width")
        for widget in self._widgets.values():
            if hasattr(widget, "value_throttled"):
                widget.param.watch(lambda _: self._show(quick=True), "value")
                widget.param.watch(lambda _: self._show(), "value_throttled")
            else:
                widget.param.watch(lambda _: self._show(), "value")
        self._show()

    @property
    def layout(self) -> Any:
        """The controls on the left, the figure on the right, the claims below."""
        files = pn.Row(*(self._download(end) for end in FILES))
        right = pn.Column(self._message, self._picture, self._points, self._command, files)
        left = pn.Column(*self._widgets.values(), width=340)
        return pn.Column(pn.Row(left, right), "### What the paper says about it", self._claims)

    def _state(self) -> State:
        values = {key: _value(self._controls[key], w.value) for key, w in self._widgets.items()}
        originals = {key: control.value for key, control in self._controls.items()}
        return State(self._name, settings(values, originals))

    def _show(self, *, quick: bool = False) -> None:
        """Draw the figure; a refused value leaves the old one, with the command's message."""
        state = self._state()
        self._command.value = state.command()
        try:
            self._picture.object = state.picture(quick=quick)
            self._points.value = "few points, while you drag" if quick else "all points"
            if not quick:
                self._claims.object = as_html(claims_about(state, self._known))
        except (ConfigError, ValueError, ArithmeticError) as error:
            self._message.object, self._message.visible = str(error), True
            return
        self._message.visible = False

    def _download(self, end: str) -> Any:
        make: Callable[[], Any] = lambda: io.BytesIO(self._state().file(end))  # noqa: E731
        return pn.widgets.FileDownload(
            callback=make, filename=f"{self._name}.{end}", label=end.upper(), button_type="default"
        )


def _widget(control: Control) -> Any:
    name = f"{control.key}: {control.label}".removesuffix(": ")
    if control.kind == "choice":
        return pn.widgets.Select(name=name, value=control.value, options=list(control.choices))
    if control.kind == "text":
        return pn.widgets.TextInput(name=name, value=control.value)
    if control.is_integer:
        ends = {"start": int(control.low), "end": int(control.high)}
        return pn.widgets.IntSlider(name=name, value=control.value, **ends)
    value, low, high = control.value, control.low, control.high
    shown = "tick"
    if control.is_log:
        value, low, high = (log10(x) for x in (value, low, high))
        shown = "Math.pow(10, tick)"
    look = CustomJSTickFormatter(code=f"return String(Number({shown}.toPrecision(4)))")
    step = (high - low) / STEPS
    return pn.widgets.FloatSlider(
        name=name, value=value, start=low, end=high, step=step, format=look
    )


def _value(control: Control, shown: Any) -> Any:
    """Return what a control says; an untouched one says the paper's value to the last digit."""
    if control.kind != "slider" or control.is_integer:
        return shown
    original = log10(control.value) if control.is_log else control.value
    if shown == original:
        return control.value
    return float(f"{10**shown:.4g}") if control.is_log else float(f"{shown:.6g}")
