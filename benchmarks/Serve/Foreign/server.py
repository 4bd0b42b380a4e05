"""The tutorial's model behind FastAPI and PyTorch, one worker a core. Arguments: the model's file, port, workers."""
import os
import sys
from typing import List

import onnx
import torch
import uvicorn
from fastapi import FastAPI
from onnx import numpy_helper
from pydantic import BaseModel


class Tensor(BaseModel):
    name: str
    shape: List[int]
    datatype: str
    data: List[float]


class InferRequest(BaseModel):
    inputs: List[Tensor]


def load(file):
    graph = onnx.load(file).graph
    values = {tensor.name: torch.from_numpy(numpy_helper.to_array(tensor).copy()) for tensor in graph.initializer}
    _, weight, bias = graph.node[0].input
    layer = torch.nn.Linear(1, 1)
    layer.load_state_dict({"weight": values[weight].reshape(1, 1), "bias": values[bias].reshape(1)})
    return layer.eval()


torch.set_num_threads(1)
app = FastAPI()
model = load(os.environ["MODEL"]) if "MODEL" in os.environ else None


@app.get("/health")
async def health():
    return {}


@app.post("/v2/models/{name}/infer")
async def infer(name: str, request: InferRequest):
    tensor = request.inputs[0]
    with torch.no_grad():
        y = model(torch.tensor(tensor.data, dtype=torch.float32).reshape(tensor.shape))
    output = {"name": "y", "datatype": "FP32", "shape": list(y.shape), "data": y.flatten().tolist()}
    return {"model_name": name, "model_version": "1", "outputs": [output]}


if __name__ == "__main__":
    os.environ["MODEL"] = sys.argv[1]
    directory = os.path.dirname(os.path.abspath(__file__))
    uvicorn.run(
        "server:app", app_dir=directory, port=int(sys.argv[2]), workers=int(sys.argv[3]), log_level="warning", access_log=False)
