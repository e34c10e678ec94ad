"""A process beside the server that asks jedi: it reads requests and writes answers, one JSON object a line.

jedi is slow and takes much memory on PyTorch; here it can do neither to the editor, and ends with the server.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from gluonize.analysis import Document, infer_receivers


def answer(request: dict[str, Any]) -> list[tuple[int, int, str]]:
    """The receivers that were typed, as (start, end, class).

    The request has the `text`, its `path`, the project's `root` or null, and the `budget` in seconds.
    """
    root = request["root"]
    document = Document(request["text"], path=request["path"])
    found = infer_receivers(document, None if root is None else Path(root), request["budget"])
    return [(span.start, span.end, name) for span, name in found.items()]


def main() -> None:
    """Answer until standard input ends."""
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
