"""Runs the verifiers of docs/proofs.md over many cases.

    check_proofs.py PROGRAM.py CASES.jsonl      each line is [proof, checkpoint, ...] or, for signatures, {"signed": checkpoint, "key": hex}
"""
import importlib.util
import json
import sys

spec = importlib.util.spec_from_file_location("program", sys.argv[1])
program = importlib.util.module_from_spec(spec)
spec.loader.exec_module(program)
with open(sys.argv[2], encoding="utf-8") as cases:
    for line in cases:
        case = json.loads(line)
        if isinstance(case, list):
            print("refused" if program.check(*case) is None else "valid")
        else:
            print("valid" if program.signed(case["signed"], case["key"]) else "refused")
