"""Circles in what depends on what."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def circle(onward: Mapping[Node, Sequence[Node]]) -> tuple[Node, ...] | None:
    """Find a way that comes back to where it starts, None where there is none.

    Parameters
    ----------
    onward
        Where each node leads to; what leads nowhere may be left out.

    Returns
    -------
    tuple or None
        The way around, the first node again at its end.

    Examples
    --------
    >>> circle({"A": ["B"], "B": ["C"], "C": ["B"]})
    ('B', 'C', 'B')
    """
    done: set[Node] = set()
    for start in onward:
        path: list[Node] = []
        waiting = [iter([start])]
        while waiting:
            node = next(waiting[-1], None)
            if node is None:
                waiting.pop()
                done.update(path[-1:])
                del path[-1:]
            elif node in path:
                return (*path[path.index(node) :], node)
            elif node not in done:
                path.append(node)
                waiting.append(iter(onward.get(node, ())))
    return None
