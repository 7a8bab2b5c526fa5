"""The best one-to-one assignment (Hungarian method). Pure; ours, since scipy costs 165 MB for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Edge = tuple[int, int]
"""(row, column)"""


def best_assignment(gains: Mapping[Edge, int]) -> dict[int, int]:
    """The columns given to rows, each once, that make the sum of gains greatest.

    `gains` holds the possible pairs only, each above 0. Of several best assignments it takes the one whose
    pairs come first in the order of (column, row): the answer depends on the gains alone, not on the method,
    and a pair of a row and a column that touch nothing else never changes what the others get.
    """
    if not gains:
        return {}
    rows, columns = sorted({row for row, _ in gains}), sorted({column for _, column in gains})
    unique = _without_ties(gains)
    costs = [[-unique.get((row, column), 0) for column in columns] + [0] * len(rows) for row in rows]
    chosen = _cheapest_columns(costs)
    pairs = [(row, columns[at]) for row, at in zip(rows, chosen, strict=True) if at < len(columns)]
    return {row: column for row, column in pairs if (row, column) in gains}


def _without_ties(gains: Mapping[Edge, int]) -> dict[Edge, int]:
    """The same gains with one bit of its own below each, the highest for the first pair: since no two sets of
    pairs have the same sum of bits, one assignment is best, and it is a best one of the gains as given."""
    order = sorted(gains, key=lambda edge: (edge[1], edge[0]), reverse=True)
    return {edge: (gains[edge] << len(order)) + (1 << place) for place, edge in enumerate(order)}


def _cheapest_columns(costs: Sequence[Sequence[int]]) -> list[int]:
    """For each row its column (from 0) at the least total cost; rows <= columns.

    Kuhn and Munkres, by shortest augmenting paths. Columns and rows count from 1 in the working lists, where
    0 stands for *none*: `row_of[column]` is the row that holds a column.
    """
    height, width = len(costs), len(costs[0])
    potentials = [0] * (height + 1), [0] * (width + 1)
    row_of = [0] * (width + 1)
    for row in range(1, height + 1):
        row_of[0] = row
        column, previous = _shortest_path(costs, row_of, potentials)
        while column:
            row_of[column], column = row_of[previous[column]], previous[column]
    column_of = {row: column - 1 for column, row in enumerate(row_of) if row and column}
    return [column_of[row] for row in range(1, height + 1)]


def _shortest_path(
    costs: Sequence[Sequence[int]], row_of: Sequence[int], potentials: tuple[list[int], list[int]]
) -> tuple[int, list[int]]:
    """The free column that the row in `row_of[0]` reaches at the least cost, and the column before each on
    the way there. Keeps the potentials (of rows, of columns) such that no reduced cost is below 0."""
    of_row, of_column = potentials
    column, reached, slack = 0, list[int](), dict[int, int]()
    open_columns = set(range(1, len(row_of)))
    previous = [0] * len(row_of)
    while row := row_of[column]:
        reached.append(column)
        for other in open_columns:
            cost = costs[row - 1][other - 1] - of_row[row] - of_column[other]
            if cost < slack.get(other, cost + 1):
                slack[other], previous[other] = cost, column
        step, column = min((slack[other], other) for other in open_columns)
        open_columns.remove(column)
        for other in reached:
            of_row[row_of[other]] += step
            of_column[other] -= step
        slack = {other: slack[other] - step for other in open_columns}
    return column, previous
