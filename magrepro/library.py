"""What ``import magrepro`` offers: figures as objects, for scripts and notebooks."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from magrepro import config, cost, figures as registry, output
from magrepro.dialect import ConfigError, Reader
from magrepro.parameters import FigureParams, literal
from magrepro.tables import Table, framed
from magrepro.text import excerpt, suggestion

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from magrepro.comparison.result import Comparison


@dataclass(frozen=True)
class PaperFigure:
    """A figure with its parameters; its numbers are computed once, when they are asked for.

    Made by `figure`. Two are equal if they show the same figure with the same parameters.
    """

    name: str
    params: Any
    """The figure's frozen `Params`; ``params.d_over_a`` and so on."""
    allow_cost: bool = field(default=False, compare=False)
    """Whether to compute what takes longer than a minute."""

    @property
    def title(self) -> str:
        """What the figure shows, in a line."""
        return registry.describe(self.name).title

    @functools.cached_property
    def data(self) -> Table:
        """The numbers that ``magrepro run`` writes into the CSV.

        Raises
        ------
        ValueError
            If it would take longer than a minute and ``allow_cost`` was not given, or if the
            parameters have no answer.
        """
        estimate = cost.seconds(self.name, self.params)
        if estimate > cost.LIMIT_S and not self.allow_cost:
            words, limit = cost.in_words(estimate), cost.in_words(cost.LIMIT_S)
            raise ValueError(
                f"{self.name}: would take about {words}, and the limit is {limit}: "
                "give fewer points or allow_cost=True"
            )
        dataset = output.computed(output.Job(self.name, self.params, Path()))
        names = [column.name for column in dataset.columns]
        return Table(dataset, tuple(n for n in type(self.params).model_fields if n in names))

    def draw(self) -> Figure:
        """Return a new Matplotlib figure, the user's to change or to save."""
        return registry.load(self.name).draw(self.data.dataset, self.params)

    def csv(self) -> str:
        """Return the CSV as ``magrepro run`` writes it."""
        return self.data.dataset.to_csv()

    def save(self, folder: str | Path, *, formats: Iterable[str] = ("png",)) -> list[Path]:
        """Write CSV and pictures into a folder, all files or none, and return their paths.

        Raises
        ------
        ValueError
            If a format is not png, pdf or svg, or the folder holds the paper's figures and the
            parameters are others.
        OSError
            If a file cannot be written.
        """
        ends = tuple(formats)
        if set(ends) - set(output.FORMATS):
            raise ValueError(f"formats: choose from {', '.join(output.FORMATS)}")
        try:
            where = output.folder_for(self.name, self.params, Path(folder))
        except output.OutputError as error:
            raise ValueError(str(error)) from None
        kept = config.place_beside(where, self.name, self.params, given=None)
        job = output.Job(self.name, self.params, where, ends, (kept, self.yaml()) if kept else None)
        try:
            output.write(job, self.data.dataset)
        except output.OutputError as error:
            raise OSError(str(error)) from None
        return job.paths()

    def compare(
        self,
        data: str | Path | Mapping[str, Iterable[Any]],
        *,
        x: str | None = None,
        y: str | None = None,
        yerr: str | None = None,
        where: Mapping[str, Any] | None = None,
    ) -> Comparison:
        """Compare points with the model, which is computed at their own abscissae.

        Parameters
        ----------
        data
            A CSV, or columns by their names, as a dictionary or a frame; units stand in the names:
            ``T (mK)``.
        x, y, yerr
            Names of the columns, where their names do not say what they hold.
        where
            Which curve, such as ``{"kf_a": "zeta_1_36"}``.

        Raises
        ------
        ValueError
            If the points do not fit the figure.
        """
        from magrepro.comparison.measured import of_columns, read
        from magrepro.comparison.result import Request

        table = read(Path(data)) if isinstance(data, str | Path) else of_columns(data)
        curve = {key: str(value) for key, value in (where or {}).items()}
        request = Request(self.name, self.params, table, x, y, yerr, curve)
        return request.compare(allow_cost=self.allow_cost)

    def yaml(self) -> str:
        """Return the complete configuration, for ``magrepro run --config``."""
        return config.configuration(self.name, self.params)

    @functools.cached_property
    def _png(self) -> bytes:
        job = output.Job(self.name, self.params, Path())
        words = registry.alt(self.name, self.data.dataset, self.params)
        return output.picture(self.draw(), "png", job, self.csv().encode(), words)

    def _repr_png_(self) -> bytes:
        return self._png

    def _repr_html_(self) -> str:
        changed = _changes(self.params)
        return framed(self._png, f"{self.name}: {self.title}" + (f"; {changed}" if changed else ""))

    def __repr__(self) -> str:
        changed = _changes(self.params)
        return f"<{self.name}: {self.title}{f'; {changed}' if changed else ''}>"


def _changes(params: FigureParams) -> str:
    """Return the parameters that are not the paper's, in words."""
    paper = type(params)()
    values = {key: (getattr(params, key), getattr(paper, key)) for key in type(params).model_fields}
    changed = [
        f"{key} = {excerpt(literal(value))} (paper: {excerpt(literal(printed))})"
        for key, (value, printed) in values.items()
        if value != printed
    ]
    return ", ".join(changed)


def figure(name: str, /, *, allow_cost: bool = False, **parameters: Any) -> PaperFigure:
    """Return a figure of one of the papers, with the paper's parameters or others.

    Parameters
    ----------
    name
        One of ``magrepro.names()``, such as ``"fig5b"``.
    allow_cost
        Whether to compute what takes longer than a minute.
    **parameters
        As in a configuration: numbers, words, sequences or arrays for axes, or mappings with
        ``start``, ``stop``, ``num`` and ``scale``, of which those left out are the paper's.

    Raises
    ------
    ValueError
        If there is no such figure or parameter, or a value is out of its bounds.

    Examples
    --------
    >>> import magrepro
    >>> magrepro.figure("fig5b", d_over_a=4).params.d_over_a
    4.0
    """
    if name not in registry.names():
        hint = suggestion(str(name), registry.names()) or "; magrepro.names() has them"
        raise ValueError(f"there is no figure {excerpt(str(name))!r}{hint}")
    tree = {key: plain(value) for key, value in parameters.items()}
    try:
        given = (Reader(name, located=False), tree)
        params = config.parameters(registry.load(name).Params, given=given)
    except ConfigError as error:
        raise ValueError(str(error)) from None
    # As the paper's files have them, however they were written.
    return PaperFigure(name, type(params)() if params.is_paper else params, allow_cost)


def plain(value: Any) -> Any:
    """Return a parameter's value without arrays and lists, which parameters do not hold."""
    if isinstance(value, dict | FigureParams | str | bytes):
        return value
    if isinstance(value, np.generic):
        return value.item()
    if hasattr(value, "__array__"):
        return plain(np.asarray(value).tolist())
    if isinstance(value, list | tuple | range):
        return tuple(map(plain, value))
    return value
