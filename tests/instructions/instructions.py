"""Counts the instructions of the hot paths with callgrind and compares them with instructions.json.

    cmake --build --preset dev --target refresh_instructions

builds, counts and makes what was counted the expected table; commit that with the change that explains it. Called as
`instructions.py [--refresh]` with $MOKUHYO_BIN set it does the same without building.

Counts are per operation: of a run that is long enough for the little that starting and stopping adds not to matter.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
TABLE = HERE / "instructions.json"
VALUES = HERE.parent / "fuzz" / "values_corpus.txt"

# Run to run the counts are the same to a thousandth, and processors differ little (ENVIRONMENT): what this leaves room
# for is the point releases of Debian's libraries and small changes that are worth their while. A copy of the payload or
# a lookup more on one of these paths is beyond it.
TOLERANCE_PERCENT = 3.0

# Of libc and libcrypto, always the plain code: which of their variants is taken depends on the processor.
ENVIRONMENT = {
    "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX,-AVX2,-AVX512F,-AVX512VL,-AVX512BW,-ERMS,-FSRM,-BMI1,-BMI2,-LZCNT,-MOVBE,"
                      "-SSE4_1,-SSE4_2,-SSSE3,-POPCNT,-RTM",
    "OPENSSL_ia32cap": "~0x5fffffffffffffff:~0xffffffffffffffff",
}


def read_dump(text):
    """(name, instructions an operation) of a dump of callgrind; None for the one at the end of the program."""
    trigger = re.search(r"^desc: Trigger: Client Request: (.+) (\d+)$", text, re.MULTILINE)
    if not trigger:
        return None
    total = int(re.search(r"^(?:totals|summary): (\d+)", text, re.MULTILINE)[1])
    return trigger[1], round(total / int(trigger[2]))


def count(directory):
    """Instructions an operation by path. The dumps stay in `directory`: `callgrind_annotate DUMP` shows the profile."""
    program = pathlib.Path(os.environ["MOKUHYO_BIN"]) / "mokuhyo_instructions"
    subprocess.run(
        ["valgrind", "--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={directory}/dump", "--quiet",
         program, VALUES],
        env={**os.environ, **ENVIRONMENT}, check=True, timeout=200)
    dumps = (read_dump(path.read_text()) for path in sorted(pathlib.Path(directory).iterdir()))
    return dict(filter(None, dumps))


def percent(measured, expected):
    """How much more than expected was measured."""
    return 100 * (measured - expected) / expected


def judge(name, measured, expected):
    """What is wrong with a count; None if nothing is."""
    if name not in expected:
        return "is not in instructions.json"
    if name not in measured:
        return "was not measured"
    change = percent(measured[name], expected[name])
    if change > TOLERANCE_PERCENT:
        return f"takes {change:.1f} % more instructions than expected"
    if change < -TOLERANCE_PERCENT:
        return f"takes {-change:.1f} % fewer instructions than expected; refresh instructions.json, so that it stays so"
    return None


def show(measured, expected):
    print(f"{'instructions an operation':<28}{'measured':>12}{'expected':>12}{'change':>10}")
    for name in {**expected, **measured}:
        here, there = measured.get(name), expected.get(name)
        change = f"{percent(here, there):+.2f} %" if here and there else ""
        print(f"{name:<28}{here or '-':>12}{there or '-':>12}{change:>10}")
    sys.stdout.flush()


def main():
    with tempfile.TemporaryDirectory() as directory:
        measured = count(directory)
    show(measured, json.loads(TABLE.read_text()) if TABLE.exists() else {})
    if sys.argv[1:] == ["--refresh"]:
        TABLE.write_text(json.dumps(measured, indent=1) + "\n")


if __name__ == "__main__":
    main()
