"""Runs one suite of unittest and reports its tests as GoogleTest does, for tests/summarize.py.

Usage: run_suite.py DIRECTORY SUITE [CASE]. The suite is DIRECTORY/SUITE.py; CASE is what CTest calls it, SUITE if
not given. The report goes to $MOKUHYO_TEST_REPORTS/CASE.xml where that directory is given. Exit status: 0 passed,
1 failed, 77 all skipped.
"""

import os
import pathlib
import sys
import unittest
import xml.etree.ElementTree as ElementTree

SKIPPED = 77


def flatten(suite):
    """Yields the single tests."""
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from flatten(test)
        else:
            yield test


def owner(test):
    """The test that an entry of the result belongs to; for a fixture that failed, its class."""
    test = getattr(test, "test_case", test)
    return test.id() if isinstance(test, unittest.TestCase) and "setUpClass" not in test.id() else str(test)


def write_report(path, names, result):
    failures = {owner(test): text for test, text in result.failures + result.errors}
    failures.update({owner(test): "unexpected success" for test in result.unexpectedSuccesses})
    skipped = {owner(test): why for test, why in result.skipped}
    root = ElementTree.Element("testsuites")
    suite = ElementTree.SubElement(root, "testsuite")
    # A fixture that fails or skips stands for the tests of its class.
    for name in names + sorted((failures.keys() | skipped.keys()) - set(names)):
        case = ElementTree.SubElement(suite, "testcase", name=name)
        if name in failures:
            ElementTree.SubElement(case, "failure").text = failures[name]
        elif name in skipped:
            case.set("result", "skipped")
            ElementTree.SubElement(case, "skipped", message=skipped[name])
    ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def main():
    directory, name, *case = sys.argv[1:]
    sys.path.insert(0, directory)
    suite = unittest.defaultTestLoader.loadTestsFromName(name)
    names = [test.id() for test in flatten(suite)]
    ran = set()

    class Result(unittest.TextTestResult):
        def startTest(self, test):
            ran.add(test.id())
            super().startTest(test)

    result = unittest.TextTestRunner(verbosity=2, resultclass=Result).run(suite)
    if "MOKUHYO_TEST_REPORTS" in os.environ:
        report = pathlib.Path(os.environ["MOKUHYO_TEST_REPORTS"]) / f"{(case or [name])[0]}.xml"
        write_report(report, [test for test in names if test in ran], result)
    if not result.wasSuccessful() or not names:
        return 1
    return SKIPPED if len(result.skipped) >= len(ran) else 0


if __name__ == "__main__":
    sys.exit(main())
