"""``python -m benchmarks [part …]``: run the parts named, or all; exit 1 where a bar falls short."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

PARTS = sorted(path.stem.replace("_", "-") for path in Path(__file__).parent.glob("[a-z]*.py"))


def main(wanted: list[str]) -> int:
    """Print a line for each bar as it is measured. Several parts have a process and a database each."""
    if unknown := set(wanted) - set(PARTS):
        print(f"no such part: {', '.join(sorted(unknown))}. Parts: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    if len(wanted) != 1:
        command = [sys.executable, "-m", "benchmarks"]
        return max(subprocess.run([*command, part]).returncode for part in wanted or PARTS)
    print(f"# {wanted[0]}", flush=True)
    kept = True
    for bar in importlib.import_module(f"benchmarks.{wanted[0].replace('-', '_')}").bars():
        print(bar.line(), flush=True)
        kept = kept and bar.kept
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
