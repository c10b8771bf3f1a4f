"""Lines on a page → reading order: columns left to right, headlines before what they stretch over.

Recursive cuts after Nagy & Seth (1984): a white gutter parts left from right; a line that stretches over a
gutter parts above from below. Lengths are relative to the lines' height, so points and pixels both serve.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

_HEADLINE = 1.6  # times the median height: such lines do not take part in finding gutters
_WHITE = 0.08  # share of the fullest stretch up to which a stretch counts as white
_GUTTER = 0.25  # least width of a gutter, in line heights
_BIN = 0.125  # resolution of the projection, in line heights
_BINS = 5_000  # of the projection at most
_COLUMN = 4.0  # least median width of a column's lines, in line heights: narrower is a list of numbers
_CHANGES = 2  # column changes per block up to which a file's own order is believed
_LINES = 3  # least number of lines on both sides of a gutter


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line or a piece of one. y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float
    text: str

    @property
    def height(self) -> float:
        """Height of the line, in the page's unit."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Height on the page of the line's middle."""
        return (self.top + self.bottom) / 2


Block = list[Line]  # lines below one another, in one column


def columns(lines: Sequence[Line], known: tuple[float, ...] = ()) -> list[Block]:
    """Return the lines in blocks, in reading order. ``known`` gutters cut even where few lines are left."""
    if not lines:
        return []
    gutters = tuple(x for x in (*known, *_gutters(lines)) if _parts(lines, x))
    if not gutters:
        return [_rows(lines)]
    headlines = _headlines(lines, gutters)
    if headlines:
        return _bands(lines, headlines, gutters)
    gutter = min(gutters, key=lambda x: sum(_crosses(line, x) for line in lines))
    left = [line for line in lines if line.left + line.right < 2 * gutter]
    right = [line for line in lines if line.left + line.right >= 2 * gutter]
    return columns(left, known) + columns(right, known)


def _headlines(lines: Sequence[Line], gutters: tuple[float, ...]) -> list[Line]:
    """Return the lines with nothing beside them that part what is above from what is below.

    They reach over a gutter or are set large: a short headline in the middle of an odd number of columns
    reaches over none. A headline over two of four columns has the other columns' lines beside it and parts
    only its own two, once the gutters next to it have cut it off from them.
    """
    large = _HEADLINE * median(line.height for line in lines)
    parting = [line for line in lines if line.height > large or any(_crosses(line, x) for x in gutters)]
    others = [line.middle for line in lines if line not in parting]
    return [line for line in parting if not any(line.top < middle < line.bottom for middle in others)]


def _bands(lines: Sequence[Line], headlines: list[Line], known: tuple[float, ...]) -> list[Block]:
    rest = [line for line in lines if line not in headlines]
    blocks: list[Block] = []
    for headline in sorted(headlines, key=lambda line: line.middle):
        above = [line for line in rest if line.middle < headline.middle]
        rest = [line for line in rest if line.middle >= headline.middle]
        blocks += [*columns(above, known), [headline]]
    return blocks + columns(rest, known)


def _gutters(lines: Sequence[Line]) -> list[float]:
    """Return the middle of every white stretch between two columns."""
    unit = median(line.height for line in lines)
    body = [line for line in lines if line.height <= _HEADLINE * unit]
    left, right = min(line.left for line in body), max(line.right for line in body)
    step = max(unit * _BIN, (right - left) / _BINS)
    if step <= 0:  # damaged files place all their characters on one point
        return []
    coverage = [0] * (int((right - left) / step) + 1)
    for line in body:
        for index in range(int((line.left - left) / step), int((line.right - left) / step) + 1):
            coverage[index] += 1
    limit = _WHITE * max(coverage)
    white = [count <= limit for count in coverage]
    found, index = [], 0
    for is_white, run in groupby(white):
        length = len(list(run))
        middle = left + (index + length / 2) * step
        if is_white and length * step >= _GUTTER * unit and _is_between_columns(body, middle, unit):
            found.append(middle)
        index += length
    return found


def _is_between_columns(lines: Sequence[Line], gutter: float, unit: float) -> bool:
    sides = (
        [line.right - line.left for line in lines if line.right <= gutter],
        [line.right - line.left for line in lines if line.left >= gutter],
    )
    return all(len(widths) >= _LINES and median(widths) >= _COLUMN * unit for widths in sides)


def _parts(lines: Sequence[Line], gutter: float) -> bool:
    """Tell whether lines stand wholly on both sides."""
    return any(line.right <= gutter for line in lines) and any(line.left >= gutter for line in lines)


def _crosses(line: Line, gutter: float) -> bool:
    """Tell whether the line reaches over the gutter by more than half its height on both sides."""
    return line.left < gutter - line.height / 2 and line.right > gutter + line.height / 2


def in_own_order(lines: Sequence[Line]) -> list[Block]:
    """Return the lines in blocks, in the order given, which is the order a typesetter wrote them in.

    Where that order runs across the columns (it changes column far more often than there are columns),
    the page's geometry decides instead, as in ``columns``.
    """
    blocks = columns(lines)
    runs = [list(run) for _, run in groupby(lines, key=lambda line: _block_of(line, blocks))]
    return [_merged(run) for run in runs] if len(runs) <= _CHANGES * len(blocks) else blocks


def _block_of(line: Line, blocks: list[Block]) -> int:
    """Return the index of the block the line's middle lies in, or -1."""
    x = (line.left + line.right) / 2
    for index, block in enumerate(blocks):
        inside = block[0].top <= line.middle <= block[-1].bottom
        if inside and min(other.left for other in block) <= x <= max(other.right for other in block):
            return index
    return -1


def _rows(lines: Sequence[Line]) -> Block:
    """Return whole lines from top to bottom."""
    return _merged(sorted(lines, key=lambda line: line.middle))


def _merged(lines: Sequence[Line]) -> Block:
    """Join neighbours that stand side by side."""
    rows: list[Block] = []
    for line in lines:
        last = rows[-1][-1] if rows else None
        if last is not None and abs(line.middle - last.middle) < min(line.height, last.height) / 2:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_joined(sorted(row, key=lambda line: line.left)) for row in rows]


def _joined(row: Block) -> Line:
    text = row[0].text
    for before, piece in pairwise(row):
        text += (" " if piece.left - before.right > piece.height / 2 else "") + piece.text
    return Line(
        left=row[0].left,
        top=min(piece.top for piece in row),
        right=max(piece.right for piece in row),
        bottom=max(piece.bottom for piece in row),
        text=text,
    )
