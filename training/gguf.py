"""Writes a checkpoint as GGUF, f16 or Q8_0: python3 -m training.gguf DIR/checkpoint.pt OUT.gguf --type q8_0

Format: github.com/ggml-org/ggml/blob/master/docs/gguf.md, version 3. Q8_0 keeps 32 weights as one half-precision scale and 32
signed bytes (8.5 bits a weight). Norms stay f32."""
from __future__ import annotations

import argparse
import struct
from pathlib import Path

import numpy as np
import torch

from .chat import SPECIALS, TEMPLATE
from .model import EPSILON, ROPE_BASE, SIZES, Model
from .tokenizer import Tokenizer

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


def dequantised(matrix: torch.Tensor) -> torch.Tensor:
    """What a matrix is after it has been through Q8_0."""
    raw = np.frombuffer(quantise(matrix.numpy()), np.int8).reshape(-1, 34)
    scales = raw[:, :2].copy().view(np.float16).astype(np.float32)
    return torch.from_numpy((raw[:, 2:].astype(np.float32) * scales).reshape(matrix.shape))


def tensors(model: Model) -> list[tuple[str, torch.Tensor]]:
    """The weights by llama.cpp's names."""
    out = [("token_embd.weight", model.embedding.weight), ("output_norm.weight", model.norm)]
    for index, block in enumerate(model.blocks):
        q, k, v = block.qkv.weight.chunk(3)
        gate, up = block.gate_up.weight.chunk(2)
        named = {"attn_norm": block.attention_norm, "ffn_norm": block.gate_norm, "attn_q": q, "attn_k": k, "attn_v": v, "attn_output": block.out.weight}
        named |= {"ffn_gate": gate, "ffn_up": up, "ffn_down": block.down.weight}
        out += [(f"blk.{index}.{name}.weight", weight) for name, weight in named.items()]
    return [(name, weight.detach()) for name, weight in out]


def keys(name: str, model: Model, tokenizer: Tokenizer) -> list[tuple[str, int, object]]:
    """What an engine must know beside the weights."""
    size, count = model.size, len(tokenizer.tokens)
    types = [CONTROL] * len(SPECIALS) + [NORMAL] * (tokenizer.first_piece - len(SPECIALS)) + [USER_DEFINED] * len(tokenizer.pieces)
    end, pad = SPECIALS.index("<|end|>"), SPECIALS.index("<|pad|>")
    return [
        ("general.architecture", STRING, "llama"), ("general.name", STRING, name), ("general.alignment", UINT32, 32),
        ("llama.context_length", UINT32, size.context), ("llama.embedding_length", UINT32, size.width), ("llama.block_count", UINT32, size.layers),
        ("llama.feed_forward_length", UINT32, size.hidden), ("llama.attention.head_count", UINT32, size.heads), ("llama.attention.head_count_kv", UINT32, size.heads),
        ("llama.attention.layer_norm_rms_epsilon", FLOAT32, EPSILON), ("llama.rope.dimension_count", UINT32, size.width // size.heads),
        ("llama.rope.freq_base", FLOAT32, ROPE_BASE), ("llama.vocab_size", UINT32, count),
        ("tokenizer.ggml.model", STRING, "gpt2"), ("tokenizer.ggml.pre", STRING, "gpt-2"), ("tokenizer.ggml.tokens", ARRAY, (STRING, tokenizer.tokens)),
        ("tokenizer.ggml.token_type", ARRAY, (INT32, types)), ("tokenizer.ggml.merges", ARRAY, (STRING, [f"{a} {b}" for a, b in tokenizer.merges])),
        ("tokenizer.ggml.bos_token_id", UINT32, end), ("tokenizer.ggml.eos_token_id", UINT32, end), ("tokenizer.ggml.padding_token_id", UINT32, pad),
        ("tokenizer.ggml.add_bos_token", BOOL, False), ("tokenizer.chat_template", STRING, TEMPLATE),
    ]


def write(path: Path, model: Model, tokenizer: Tokenizer, matrix_type: int) -> None:
    """The whole file."""
    head = keys(path.stem, model, tokenizer)
    info, data, offset = b"", [], 0
    for name, weight in tensors(model):
        array = weight.numpy()
        kind = matrix_type if array.ndim == 2 else F32
        raw = quantise(array) if kind == Q8_0 else array.astype("<f2" if kind == F16 else "<f4").tobytes()
        info += string(name) + struct.pack("<I", array.ndim) + b"".join(struct.pack("<Q", n) for n in array.shape[::-1]) + struct.pack("<IQ", kind, offset)
        raw += b"\0" * (-len(raw) % 32)
        data.append(raw)
        offset += len(raw)
    start = b"GGUF" + struct.pack("<IQQ", 3, len(data), len(head))
    start += b"".join(string(key) + struct.pack("<I", kind) + value(kind, item) for key, kind, item in head) + info
    path.write_bytes(start + b"\0" * (-len(start) % 32) + b"".join(data))


def load(checkpoint: Path) -> tuple[Model, Tokenizer]:
    """A trained model and its tokenizer."""
    tokenizer = Tokenizer.load(str(Path(__file__).parent / "tokenizer.json"))
    saved = torch.load(checkpoint, weights_only=False)
    model = Model(SIZES[saved["size"]], len(tokenizer.tokens))
    model.load_state_dict(saved["model"])
    return model.eval(), tokenizer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--type", choices=["f16", "q8_0"], default="q8_0")
    given = parser.parse_args()
    model, tokenizer = load(given.checkpoint)
    write(given.out, model, tokenizer, Q8_0 if given.type == "q8_0" else F16)
    print(given.out, given.out.stat().st_size, "bytes,", sum(p.numel() for p in model.parameters()), "parameters")


if __name__ == "__main__":
    main()
