"""What an axis shows: pure numbers, or a physical quantity where the dataset holds its column."""

from __future__ import annotations

from dataclasses import dataclass

from magrepro.dataset import Dataset
from magrepro.figures._style import power_of_ten


@dataclass(frozen=True)
class Shown:
    """The column that an axis shows, and its symbol (math text) and unit."""

    column: str
    symbol: str
    unit: str

    @property
    def label(self) -> str:
        """The axis's label, or the title of a legend."""
        return f"${self.symbol}$" + (f"  ({self.unit})" if self.unit else "")

    def number(self, value: float, form: str = "") -> str:
        """Return a value as math text: a power of ten, or a pure number in the given form."""
        if self.unit:
            return _four_digits(value)
        return format(value, form) if form else power_of_ten(value)

    def words(self, value: float, form: str) -> str:
        """Return a value as the text of a legend, math text only where it must be."""
        text = self.number(value, form)
        return f"${text}$" if "\\" in text else text

    def equation(self, value: float, form: str = "") -> str:
        """Return ``k_F a = 42.97`` or ``a = 3.568 nm``."""
        unit = rf"\ \mathrm{{{self.unit}}}" if self.unit else ""
        return rf"${self.symbol}={self.number(value, form)}{unit}$"


def shown(dataset: Dataset, name: str) -> Shown:
    """Return what stands on the axis of a column whose pure numbers stand for a quantity."""
    (quantity,) = (c.quantity for c in dataset.columns if c.name == name and c.quantity)
    if quantity.column in dataset.data:
        return Shown(quantity.column, quantity.symbol, quantity.unit)
    return Shown(name, quantity.reduced, "")


def _four_digits(value: float) -> str:
    plain = value == 0 or 1e-2 <= abs(value) < 1e5
    return f"{float(f'{value:.4g}'):g}" if plain else power_of_ten(float(f"{value:.3g}"))
