"""Events as TensorBoard's own protocol buffers serialise them, framed as records with checksums of the crc32c package.

Run: python events.py > events.json   (pip install tensorboard crc32c; made with 2.21.0 and 2.9)
"""
import json
import struct

from crc32c import crc32c
from tensorboard.compat.proto.event_pb2 import Event, SessionLog
from tensorboard.compat.proto.summary_pb2 import Summary


def frame(data):
    def masked(part):
        crc = crc32c(part)
        return struct.pack("<I", ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF)

    length = struct.pack("<Q", len(data))
    return length + masked(length) + data + masked(data)


def scalars(values):
    return {"summary": Summary(value=[Summary.Value(tag=tag, simple_value=value) for tag, value in values.items()])}


cases = [
    (1700000000.25, 0, "file-version", None),
    (1700000000.5, 1, "session-start", None),
    (1700000001.125, 0, "scalars", {"zero": 0.0}),
    (1700000002.0, 127, "scalars", {"loss": 0.1}),
    (1700000003.0, 128, "scalars", {"kl": -3.5, "Größe/E→G": 1e-30, "big": 3e38}),
    (1700000004.0, 2**31, "scalars", {f"series {i}": i / 7 for i in range(40)}),
    (1700000005.0, 2**53 - 1, "scalars", {"x" * 300: 1.0}),
    (1700000006.0, 7, "scalars", {}),
]
contents = {
    "file-version": lambda _: {"file_version": "brain.Event:2"},
    "session-start": lambda _: {"session_log": SessionLog(status=SessionLog.START)},
    "scalars": scalars,
}


def record(wall_time, step, kind, values):
    event = Event(wall_time=wall_time, step=step, **contents[kind](values))
    return frame(event.SerializeToString(deterministic=True)).hex()


print(
    json.dumps(
        [
            {"wallTime": case[0], "step": case[1], "kind": case[2], "values": case[3], "record": record(*case)}
            for case in cases
        ],
        indent=1,
    )
)
