"""Makes tiny.onnx: a model with the inputs and the output of all-MiniLM-L6-v2, and nothing of its sense.

A piece's direction is a row of a fixed table of 64 rows, chosen by the piece's number. Needs the package onnx:

    python3 crates/recall/tests/model/make.py
"""

import pathlib
import random

from onnx import TensorProto, checker, helper

ROWS, DIMENSIONS = 64, 8

chance = random.Random(1)
table = [chance.uniform(-1, 1) for _ in range(ROWS * DIMENSIONS)]


def whole(name, value):
    return helper.make_tensor(name, TensorProto.INT64, [1], [value])


def tensor(name, kind, shape):
    return helper.make_tensor_value_info(name, kind, shape)


pieces = ["batch", "sequence"]
graph = helper.make_graph(
    [
        helper.make_node("Div", ["input_ids", "rows"], ["times"]),
        helper.make_node("Mul", ["times", "minus_rows"], ["taken"]),
        helper.make_node("Add", ["input_ids", "taken"], ["row"]),
        helper.make_node("Gather", ["table", "row"], ["last_hidden_state"], axis=0),
    ],
    "tiny",
    [tensor(name, TensorProto.INT64, pieces) for name in ("input_ids", "attention_mask", "token_type_ids")],
    [tensor("last_hidden_state", TensorProto.FLOAT, [*pieces, DIMENSIONS])],
    [
        whole("rows", ROWS),
        whole("minus_rows", -ROWS),
        helper.make_tensor("table", TensorProto.FLOAT, [ROWS, DIMENSIONS], table),
    ],
)
model = helper.make_model(graph, producer_name="hansei", opset_imports=[helper.make_opsetid("", 17)])
model.ir_version = 8
checker.check_model(model)
pathlib.Path(__file__).with_name("tiny.onnx").write_bytes(model.SerializeToString())
