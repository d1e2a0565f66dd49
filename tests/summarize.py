"""Adds up the reports of a test run: `N passed, N failed`, and how many were skipped.

Usage: summarize.py DIRECTORY, with ctest's JUnit file as DIRECTORY/ctest.xml and beside it NAME.xml for each
ctest case that reports its single tests (GoogleTest's format; the suites under tests/end_to_end write the same).
A case without such a report counts as one test. A case that failed although its report shows no failure (it
crashed, leaked or timed out) counts as one failure more.
"""

import pathlib
import sys
import xml.etree.ElementTree as ElementTree


def count_single_tests(report):
    """Returns (passed, failed, skipped) of one GoogleTest report, or None if there is none that can be read."""
    try:
        cases = list(ElementTree.parse(report).getroot().iter("testcase"))
    except (FileNotFoundError, ElementTree.ParseError):
        return None
    failed = sum(case.find("failure") is not None for case in cases)
    skipped = sum(
        case.get("result") == "skipped" or case.get("status") == "notrun" for case in cases
    )
    return len(cases) - failed - skipped, failed, skipped


def summarize(directory):
    """Returns the totals and the names of the failed ctest cases."""
    totals = [0, 0, 0]
    broken = []
    for case in ElementTree.parse(directory / "ctest.xml").getroot().iter("testcase"):
        status = case.get("status")
        single = count_single_tests(directory / f"{case.get('name')}.xml")
        if single is None:
            single = (status == "run", status == "fail", status not in ("run", "fail"))
        elif status == "fail" and single[1] == 0:
            single = (single[0], 1, single[2])
        if status == "fail":
            broken.append(case.get("name"))
        totals = [total + count for total, count in zip(totals, single)]
    return totals, broken


def main():
    (passed, failed, skipped), broken = summarize(pathlib.Path(sys.argv[1]))
    for name in broken:
        print(f"failed: {name}")
    if passed + failed == 0:
        print("no test ran")
        return 1
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
