"""Counts test cases in ctest's JUnit report: count_tests.py REPORT

A Qt Test program counts with the totals that it prints, any other test as one. The last line is `N passed, N failed`;
the exit code is 1 if a test failed or none ran.
"""

import re
import sys
import xml.etree.ElementTree

TOTALS = re.compile(r"^Totals: (\d+) passed, (\d+) failed, (\d+) skipped, (\d+) blacklisted", re.MULTILINE)


def count(case):
    """The (passed, failed, skipped) of one ctest test."""
    status = case.get("status")
    totals = [[int(n) for n in match] for match in TOTALS.findall(case.findtext("system-out") or "")]
    passed, failed, skipped, blacklisted = (sum(column) for column in zip(*totals)) if totals else (0, 0, 0, 0)
    if status == "run" and not totals:
        return 1, 0, 0
    if status == "disabled" or (status == "notrun" and was_skipped(case)):
        return 0, 0, 1
    if status != "run" and failed == 0:  # crash, time-out, program not found, bad exit code after the last test
        failed = 1
    return passed, failed, skipped + blacklisted


def was_skipped(case):
    reason = case.find("skipped")
    return reason is not None and reason.get("message", "").startswith("SKIP_")


def main(report):
    try:
        cases = [count(case) for case in xml.etree.ElementTree.parse(report).getroot().iter("testcase")]
    except (OSError, xml.etree.ElementTree.ParseError) as error:
        print(f"error: {report}: {error}", file=sys.stderr, flush=True)
        cases = [(0, 1, 0)]
    passed, failed, skipped = (sum(column) for column in zip(*cases)) if cases else (0, 0, 0)
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return failed > 0 or passed == 0


sys.exit(main(sys.argv[1]))
