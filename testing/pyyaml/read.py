"""Reads a list of YAML texts from the standard input, JSON, and prints what PyYAML makes of each."""

import json
import sys

import yaml

# Every scalar stays text, as a spec has it.
texts = json.load(sys.stdin)
print(json.dumps([yaml.load(text, Loader=yaml.BaseLoader) for text in texts]))
