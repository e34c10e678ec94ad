"""IPython's additions become Python of the same length."""

from __future__ import annotations

import ast

import pytest

from gluonize.features.magics import mask


@pytest.mark.parametrize(
    ("cell", "masked"),
    [
        ("%matplotlib inline\nx = 1\n", "#matplotlib inline\nx = 1\n"),
        ("!pip install 'x (\nx = 1", "#pip install 'x (\nx = 1"),
        ("files = !ls\nx = 1", "files = []#\nx = 1"),
        ("t = %timeit -o f(\nx = 1", "t = []#meit -o f(\nx = 1"),
        ("%%time\nx = 1\n", "#%time\nx = 1\n"),
        ("%%bash\necho 'it\n\n  ls\n", "#%bash\n#cho 'it\n\n  #s\n"),
        ("%%html\n<b>\n\n\nx = 1\n", "#%html\n#b>\n\n\nx = 1\n"),
        ("?torch.relu\nx = 1", "#torch.relu\nx = 1"),
        ("torch.relu??\nx = 1", "#orch.relu??\nx = 1"),
        ("if x:\n    %time y\n    z = 1", "if x:\n    if 1: y\n    z = 1"),
        ("%timeit -n 10 -q f(é)\nx = 1", "if 1:            f(é)\nx = 1"),
        ("%time for x in y: z", "#time for x in y: z"),
        ("%timeit f(\nx = 1", "#timeit f(\nx = 1"),
        ("%timeit\nx = 1", "#timeit\nx = 1"),
        ("x = !é a\n", "x = []  #\n"),
    ],
)
def test_magics_become_comments_of_the_same_length(cell: str, masked: str) -> None:
    assert mask(cell) == masked
    assert len(masked.encode()) == len(cell.encode())
    ast.parse(masked)


@pytest.mark.parametrize(
    "cell",
    [
        "x = (a\n% b)\n",
        "s = '''\n%no magic\n!nor this\n'''\n",
        "x = a \\\n% b\n",
        "x = 7 % 3 != 2\n",
        "print(f'{x!r}')  # why?\n",
        "x %= 2\n",
    ],
)
def test_python_stays_as_it_is(cell: str) -> None:
    assert mask(cell) == cell
