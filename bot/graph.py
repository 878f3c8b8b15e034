"""Weights of the encoder -> an ONNX graph with 8-bit matrices. Needed in training alone.

The graph turns token vectors into two sentence vectors: the mean over the tokens after the layer before the last
but one, and after the last. It is that of BERT; only the matrices are made small.
"""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from bot.weights import Weights

INPUTS, OUTPUT = ("tokens", "mask"), "sentence"
TOLD = (9, 11)
"""The layers, from 0, whose means make up the sentence vector (measured: docs/adr/0010-encoder.md)."""


def write(weights: Weights, path: Path) -> None:
    """
    Write the graph to `path`.

    Inputs: tokens float32 (texts, tokens, width), the sum of word, place and type vectors; mask float32 (texts,
    tokens), 1 for a token, 0 for filling. Output: sentence float32 (texts, 2 · width).
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quiet = logging.getLogger()
    level = quiet.level
    quiet.setLevel(logging.ERROR)  # it advises shape inference, which this graph does not need
    try:
        with tempfile.TemporaryDirectory() as folder:
            whole = Path(folder) / "whole.onnx"
            onnx.save(_Builder(weights).model(), str(whole))
            quantize_dynamic(
                whole, path, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul"]
            )
    finally:
        quiet.setLevel(level)


class _Builder:
    """Collects the nodes and constants of the graph."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._nodes: list[Any] = []
        self._constants: dict[str, Any] = {}

    def model(self) -> Any:
        from onnx import TensorProto, helper

        weights, width = self._weights, self._weights.width
        tokens, mask = INPUTS
        one = self._constant("one", np.float32(1))
        absent = self._node("Sub", [self._node("Unsqueeze", [mask, self._ints("heads_queries", 1, 2)]), one])
        bias = self._node("Mul", [absent, self._constant("far", np.float32(1e9))])
        each = self._node("Unsqueeze", [mask, self._ints("numbers", 2)])
        count = self._node("ReduceSum", [each, self._ints("tokens_axis", 1)], keepdims=0)
        hidden = self._norm(tokens, "emb.ln")
        means = []
        for layer in range(weights.layers):
            hidden = self._layer(hidden, f"l{layer}", bias)
            if layer in TOLD:
                total = self._node("ReduceSum", [self._node("Mul", [hidden, each]), "tokens_axis"], keepdims=0)
                means.append(self._node("Div", [total, count]))
        self._nodes.append(helper.make_node("Concat", means, [OUTPUT], axis=1))
        shapes: dict[str, list[str | int | None]]
        shapes = {tokens: ["texts", "tokens", width], mask: ["texts", "tokens"]}
        graph = helper.make_graph(
            self._nodes,
            "sentence-encoder",
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in shapes.items()],
            [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["texts", len(TOLD) * width])],
            list(self._constants.values()),
        )
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)

    def _layer(self, hidden: str, name: str, bias: str) -> str:
        from onnx import helper

        weights = self._weights
        width, heads = weights.width, weights.heads
        split = self._ints("split_heads", 0, 0, heads, width // heads)
        parts = [f"{name}.{part}" for part in "qkv"]
        matrix = np.concatenate([weights.tensor(f"{part}.w").reshape(width, width) for part in parts]).T
        offset = np.concatenate([weights.tensor(f"{part}.b") for part in parts])
        mixed = self._node("MatMul", [hidden, self._constant(f"{name}.qkv.w", matrix)])
        mixed = self._node("Add", [mixed, self._constant(f"{name}.qkv.b", offset)])
        self._nodes.append(helper.make_node("Split", [mixed], parts, axis=-1, num_outputs=3))
        query, key, value = (
            self._node("Transpose", [self._node("Reshape", [part, split])], perm=order)
            for part, order in zip(parts, ([0, 2, 1, 3], [0, 2, 3, 1], [0, 2, 1, 3]), strict=True)
        )
        scale = self._constant("scale", np.float32((width // heads) ** -0.5))
        scores = self._node("Add", [self._node("Mul", [self._node("MatMul", [query, key]), scale]), bias])
        seen = self._node("MatMul", [self._node("Softmax", [scores], axis=-1), value])
        seen = self._node("Transpose", [seen], perm=[0, 2, 1, 3])
        seen = self._node("Reshape", [seen, self._ints("join_heads", 0, 0, width)])
        hidden = self._norm(self._node("Add", [hidden, self._linear(seen, f"{name}.ao", width)]), f"{name}.aln")
        inner = self._node("Gelu", [self._linear(hidden, f"{name}.fi", width)])
        outer = self._linear(inner, f"{name}.fo", 4 * width)
        return self._norm(self._node("Add", [hidden, outer]), f"{name}.oln")

    def _linear(self, value: str, name: str, width: int) -> str:
        matrix = self._weights.tensor(f"{name}.w").reshape(-1, width).T
        product = self._node("MatMul", [value, self._constant(f"{name}.w", matrix)])
        return self._node("Add", [product, self._constant(f"{name}.b", self._weights.tensor(f"{name}.b"))])

    def _norm(self, value: str, name: str) -> str:
        parts = [self._constant(f"{name}.{part}", self._weights.tensor(f"{name}.{part}")) for part in "wb"]
        return self._node("LayerNormalization", [value, *parts], axis=-1, epsilon=self._weights.epsilon)

    def _ints(self, name: str, *values: int) -> str:
        return self._constant(name, np.array(values, np.int64))

    def _constant(self, name: str, value: np.ndarray | np.float32) -> str:
        from onnx import numpy_helper

        self._constants[name] = numpy_helper.from_array(np.ascontiguousarray(value).reshape(np.shape(value)), name)
        return name

    def _node(self, kind: str, inputs: list[str], **attributes: Any) -> str:
        from onnx import helper

        output = f"{kind}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output
