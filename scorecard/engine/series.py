"""Sums and averages of one series over time, added in a fixed order."""

import numpy as np

from scorecard.engine.types import Floats


def total(values: Floats) -> float:
    """Add the values of a series, NaN if one is unknown; 0 of none.

    Parameters
    ----------
    values
        ``(n_periods,)``.

    Examples
    --------
    >>> total(np.array([1.0, 2.0])), total(np.array([]))
    (3.0, 0.0)
    """
    return float(np.add.reduceat(values, [0])[0]) if values.size else 0.0


def plain_mean(values: Floats) -> float:
    """Divide the total of a series by its length, NaN if one is unknown; NaN of none.

    Parameters
    ----------
    values
        ``(n_periods,)``.

    Examples
    --------
    >>> plain_mean(np.array([1.0, 2.0])), plain_mean(np.array([]))
    (1.5, nan)
    """
    return total(values) / values.size if values.size else float("nan")


def root_mean_square(errors: Floats) -> float:
    """Return the typical size of errors, ``sqrt(Σe² / n)``; NaN of none.

    Parameters
    ----------
    errors
        ``(n_errors,)``.

    Examples
    --------
    >>> root_mean_square(np.array([3.0, -3.0]))
    3.0
    """
    return float(np.sqrt(plain_mean(errors**2)))


def known(values: Floats) -> Floats:
    """Leave out what is unknown.

    Examples
    --------
    >>> known(np.array([1.0, np.nan])).tolist()
    [1.0]
    """
    return values[~np.isnan(values)]
