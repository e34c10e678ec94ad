"""Jupyter's messages over a websocket, in the format `v1.kernel.websocket.jupyter.org`.

Eight bytes hold the number of offsets, eight each the offsets, all in little-endian order. Between the offsets lie the
channel's name, then header, parent's header, metadata and content as JSON, then the buffers as they are.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from typing import Any

from jupyter_client.jsonutil import json_default

from gluonize.parity.hosts.model import Message

PROTOCOL = "v1.kernel.websocket.jupyter.org"
_WORD = 8


def pack(channel: str, message: Mapping[str, Any], buffers: Sequence[bytes | memoryview] = ()) -> bytes:
    """A message of jupyter_client's Session as one frame for `channel`."""
    fields = [message[name] for name in ("header", "parent_header", "metadata", "content")]
    parts = [channel.encode(), *(json.dumps(field, default=json_default).encode() for field in fields), *buffers]
    offsets = [_WORD * (len(parts) + 2)]
    for part in parts:
        offsets.append(offsets[-1] + len(part))
    numbers = [len(offsets), *offsets]
    return b"".join([*(number.to_bytes(_WORD, "little") for number in numbers), *parts])


def unpack(frame: bytes) -> tuple[str, Message]:
    """The channel and the message of a frame; raises ValueError where it is none."""
    view = memoryview(frame)
    count = int.from_bytes(view[:_WORD], "little")
    if count < 6 or _WORD * (count + 1) > len(frame):
        raise ValueError("a frame of the websocket has no valid table of offsets")
    words = [view[_WORD * number : _WORD * (number + 1)] for number in range(1, count + 1)]
    offsets = [int.from_bytes(word, "little") for word in words]
    parts = [view[start:end] for start, end in itertools.pairwise(offsets)]
    header, parent, _, content = (json.loads(bytes(part)) for part in parts[1:5])
    return bytes(parts[0]).decode(), Message(header["msg_type"], parent.get("msg_id", ""), content, tuple(parts[5:]))
