"""Reads exports with one peer: python read.py PEER < jobs.json. A job is {format, folder}; the answer has one entry a job."""

import contextlib
import importlib
import json
import sys
import traceback

# Peers print on their way; the answer alone goes out.
with contextlib.redirect_stdout(sys.stderr):
    peer = importlib.import_module(f"peer_{sys.argv[1].replace('-', '_').replace('.', '_')}")
answers = []
for job in json.load(sys.stdin):
    with contextlib.redirect_stdout(sys.stderr):
        try:
            answers.append(peer.read(job["format"], job["folder"]))
        except Exception as error:  # What a peer refuses is an answer, whatever it throws.
            traceback.print_exc()
            answers.append({"refused": f"{type(error).__name__}: {error}"})
json.dump(answers, sys.stdout)
