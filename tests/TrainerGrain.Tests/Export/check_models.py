"""Reads a list of {"model": base64} from the file given; writes a list with null for each valid model and the checker's complaint for others."""
import base64
import json
import sys

import onnx


def complaint(model):
    try:
        onnx.checker.check_model(onnx.load_model_from_string(base64.b64decode(model)), full_check=True)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


with open(sys.argv[1], encoding="utf-8") as cases:
    json.dump([complaint(case["model"]) for case in json.load(cases)], sys.stdout)
