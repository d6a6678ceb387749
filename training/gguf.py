"""Writes the trainer's weights as GGUF, f16 or Q8_0: python3 -m training.gguf WEIGHTS OUT.gguf --type q8_0
or turns such a file back into weights to train on from: python3 -m training.gguf MODEL.gguf WEIGHTS.bin

Format: github.com/ggml-org/ggml/blob/master/docs/gguf.md, version 3. Q8_0 keeps 32 weights as one half-precision scale and 32
signed bytes (8.5 bits a weight). Norms stay f32."""
from __future__ import annotations

import argparse
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .chat import END, PAD, SPECIALS, TEMPLATE
from .tokenizer import Tokenizer

EPSILON, ROPE_BASE = 1e-5, 10_000.0  # as in trainer/transformer.hpp

F32, F16, Q8_0 = 0, 1, 8
UINT32, INT32, FLOAT32, BOOL, STRING, ARRAY = 4, 5, 6, 7, 8, 9
NORMAL, CONTROL, USER_DEFINED = 1, 3, 4
PACKING = {UINT32: "<I", INT32: "<i", FLOAT32: "<f", BOOL: "<?"}


def string(text: str) -> bytes:
    raw = text.encode()
    return struct.pack("<Q", len(raw)) + raw


def value(kind: int, item) -> bytes:
    """One value of a key; an array is (kind of its items, items)."""
    if kind == STRING:
        return string(item)
    if kind == ARRAY:
        inner, items = item
        return struct.pack("<IQ", inner, len(items)) + b"".join(value(inner, each) for each in items)
    return struct.pack(PACKING[kind], item)


def quantise(matrix: np.ndarray) -> bytes:
    """Q8_0 blocks of a matrix whose rows are a multiple of 32 long."""
    blocks = matrix.astype(np.float32).reshape(-1, 32)
    scales = (np.abs(blocks).max(1) / 127).astype(np.float16)
    inverse = np.divide(1.0, scales.astype(np.float32), out=np.zeros(len(scales), np.float32), where=scales > 0)
    whole = np.clip(np.rint(blocks * inverse[:, None]), -127, 127).astype(np.int8)
    return np.concatenate([scales.view(np.int8).reshape(-1, 2), whole], 1).tobytes()


@dataclass(frozen=True)
class Weights:
    """A file of the trainer: the shape, how far training went, and every tensor by llama.cpp's name."""

    width: int
    layers: int
    heads: int
    hidden: int
    context: int
    vocabulary: int
    tokens: int
    steps: int
    seconds: float
    tensors: dict[str, np.ndarray]

    @property
    def parameters(self) -> int:
        return sum(tensor.size for tensor in self.tensors.values())


def load(path: Path) -> Weights:
    """Reads what trainer/trainer.cpp writes; the order of tensors is that of `Layout` in trainer/transformer.hpp."""
    raw = path.read_bytes()
    assert raw[:4] == b"POCK", f"{path} is no weights file"
    width, layers, heads, hidden, context, vocabulary = struct.unpack_from("<6i", raw, 4)
    tokens, steps, seconds = struct.unpack_from("<3d", raw, 28)
    shapes: dict[str, tuple[int, ...]] = {"token_embd": (vocabulary, width), "output_norm": (width,)}
    for block in range(layers):
        named = {"attn_norm": (width,), **{f"attn_{part}": (width, width) for part in ("q", "k", "v", "output")}}
        named |= {"ffn_norm": (width,), "ffn_gate": (hidden, width), "ffn_up": (hidden, width), "ffn_down": (width, hidden)}
        shapes |= {f"blk.{block}.{name}": shape for name, shape in named.items()}
    tensors, at = {}, 52
    for name, shape in shapes.items():
        count = int(np.prod(shape))
        tensors[f"{name}.weight"] = np.frombuffer(raw, "<f4", count, at).reshape(shape)
        at += 4 * count
    return Weights(width, layers, heads, hidden, context, vocabulary, int(tokens), int(steps), seconds, tensors)


def read(path: Path) -> Weights:
    """A GGUF file that `write` made, its Q8_0 blocks as the numbers an engine computes with."""
    raw = path.read_bytes()
    assert raw[:4] == b"GGUF", f"{path} is no GGUF file"
    at = 8

    def take(code: str):
        nonlocal at
        (item,) = struct.unpack_from("<" + code, raw, at)
        at += struct.calcsize("<" + code)
        return item

    def take_string() -> str:
        nonlocal at
        length = take("Q")
        at += length
        return raw[at - length : at].decode()

    def take_value(kind: int):
        if kind == STRING:
            return take_string()
        if kind == ARRAY:
            inner, count = take("I"), take("Q")
            return [take_value(inner) for _ in range(count)]
        return take(PACKING[kind][1:])

    count, pairs = take("Q"), take("Q")
    known = {take_string(): take_value(take("I")) for _ in range(pairs)}
    places = []
    for _ in range(count):
        name = take_string()
        sizes = [take("Q") for _ in range(take("I"))][::-1]
        places.append((name, sizes, take("I"), take("Q")))
    at += -at % 32
    tensors = {}
    for name, sizes, kind, offset in places:
        size = int(np.prod(sizes))
        if kind == Q8_0:
            blocks = np.frombuffer(raw, np.int8, size // 32 * 34, at + offset).reshape(-1, 34)
            tensors[name] = blocks[:, 2:] * blocks[:, :2].copy().view(np.float16).astype(np.float32)
        else:
            tensors[name] = np.frombuffer(raw, "<f2" if kind == F16 else "<f4", size, at + offset).astype(np.float32)
        tensors[name] = tensors[name].reshape(sizes)
    shape = [known[f"llama.{key}"] for key in ("embedding_length", "block_count", "attention.head_count", "feed_forward_length", "context_length", "vocab_size")]
    return Weights(*shape, tokens=0, steps=0, seconds=0, tensors=tensors)


def save(path: Path, weights: Weights) -> None:
    """A file of the trainer to go on from; the optimiser starts afresh."""
    head = struct.pack("<6i3d", weights.width, weights.layers, weights.heads, weights.hidden, weights.context, weights.vocabulary, weights.tokens, weights.steps, weights.seconds)
    path.write_bytes(b"POCK" + head + b"".join(tensor.astype("<f4").tobytes() for tensor in weights.tensors.values()) + bytes(8 * weights.parameters))


def keys(name: str, weights: Weights, tokenizer: Tokenizer) -> list[tuple[str, int, object]]:
    """What an engine must know beside the weights."""
    count = len(tokenizer.tokens)
    types = [CONTROL] * len(SPECIALS) + [NORMAL] * (tokenizer.first_piece - len(SPECIALS)) + [USER_DEFINED] * len(tokenizer.pieces)
    return [
        ("general.architecture", STRING, "llama"), ("general.name", STRING, name), ("general.alignment", UINT32, 32),
        ("llama.context_length", UINT32, weights.context), ("llama.embedding_length", UINT32, weights.width), ("llama.block_count", UINT32, weights.layers),
        ("llama.feed_forward_length", UINT32, weights.hidden), ("llama.attention.head_count", UINT32, weights.heads), ("llama.attention.head_count_kv", UINT32, weights.heads),
        ("llama.attention.layer_norm_rms_epsilon", FLOAT32, EPSILON), ("llama.rope.dimension_count", UINT32, weights.width // weights.heads),
        ("llama.rope.freq_base", FLOAT32, ROPE_BASE), ("llama.vocab_size", UINT32, count),
        ("tokenizer.ggml.model", STRING, "gpt2"), ("tokenizer.ggml.pre", STRING, "gpt-2"), ("tokenizer.ggml.tokens", ARRAY, (STRING, tokenizer.tokens)),
        ("tokenizer.ggml.token_type", ARRAY, (INT32, types)), ("tokenizer.ggml.merges", ARRAY, (STRING, [f"{a} {b}" for a, b in tokenizer.merges])),
        ("tokenizer.ggml.bos_token_id", UINT32, END), ("tokenizer.ggml.eos_token_id", UINT32, END), ("tokenizer.ggml.padding_token_id", UINT32, PAD),
        ("tokenizer.ggml.add_bos_token", BOOL, False), ("tokenizer.chat_template", STRING, TEMPLATE),
    ]


def write(path: Path, weights: Weights, tokenizer: Tokenizer, matrix_type: int) -> None:
    """The whole file."""
    head = keys(path.stem, weights, tokenizer)
    info, data, offset = b"", [], 0
    for name, array in weights.tensors.items():
        kind = matrix_type if array.ndim == 2 else F32
        raw = quantise(array) if kind == Q8_0 else array.astype("<f2" if kind == F16 else "<f4").tobytes()
        info += string(name) + struct.pack("<I", array.ndim) + b"".join(struct.pack("<Q", n) for n in array.shape[::-1]) + struct.pack("<IQ", kind, offset)
        raw += b"\0" * (-len(raw) % 32)
        data.append(raw)
        offset += len(raw)
    start = b"GGUF" + struct.pack("<IQQ", 3, len(data), len(head))
    start += b"".join(string(key) + struct.pack("<I", kind) + value(kind, item) for key, kind, item in head) + info
    path.write_bytes(start + b"\0" * (-len(start) % 32) + b"".join(data))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--type", choices=["f16", "q8_0"], default="q8_0")
    given = parser.parse_args()
    if given.weights.suffix == ".gguf":
        save(given.out, read(given.weights))
        return
    weights = load(given.weights)
    write(given.out, weights, Tokenizer.load(str(Path(__file__).parent / "tokenizer.json")), Q8_0 if given.type == "q8_0" else F16)
    print(given.out, given.out.stat().st_size, "bytes,", weights.parameters, "parameters")


if __name__ == "__main__":
    main()
