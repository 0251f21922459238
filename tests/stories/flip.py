#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""flip.py FILE: flips the lowest bit of the byte in the middle of a file."""
import sys
from pathlib import Path

path = Path(sys.argv[1])
data = bytearray(path.read_bytes())
data[len(data) // 2] ^= 1
path.write_bytes(data)
