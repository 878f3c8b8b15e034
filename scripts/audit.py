"""A checkout of pypa/advisory-database + locks -> the known vulnerabilities of what the locks install.

audit.py DATABASE LOCK [LOCK …]      exits 1 where something is found that ACCEPTED does not explain
"""

import pathlib
import re
import sys

import yaml
from packaging.version import Version

# Findings that cannot be reached here: advisory -> why. The reasons in full: docs/dependencies.md.
ACCEPTED: dict[str, str] = {}


def main() -> None:
    """Print each finding; say how many packages were looked at."""
    database, *locks = map(pathlib.Path, sys.argv[1:])
    if not (database / "vulns").is_dir():
        sys.exit(f"{database}: no folder 'vulns' in it. Give a checkout of github.com/pypa/advisory-database.")
    pins = {pin for lock in locks for pin in re.findall(r"^(\S+?)==(\S+)", lock.read_text("utf-8"), re.MULTILINE)}
    found = [(name, version, advisory) for name, version in sorted(pins) for advisory in known(database, name, version)]
    for name, version, advisory in found:
        reason = next((ACCEPTED[one] for one in advisory["ids"] if one in ACCEPTED), None)
        print(
            f"{name} {version}: {advisory['ids'][0]}: {advisory['summary']}"
            + (f" (cannot be reached: {reason})" if reason else "")
        )
    print(f"{len(pins)} packages looked at, {len(found)} findings.")
    sys.exit(any(not set(advisory["ids"]) & set(ACCEPTED) for _, _, advisory in found))


def known(database: pathlib.Path, name: str, version: str) -> list[dict]:
    """The advisories that a version is affected by, withdrawn ones left out."""
    found = []
    for path in sorted((database / "vulns" / name.lower()).glob("*.yaml")):
        entry = yaml.safe_load(path.read_text("utf-8"))
        if not entry.get("withdrawn") and any(affected(one, Version(version)) for one in entry["affected"]):
            ids = [entry["id"], *entry.get("aliases", [])]
            found.append({"ids": ids, "summary": (entry.get("summary") or entry.get("details", "")).strip()[:100]})
    return found


def affected(entry: dict, version: Version) -> bool:
    """Whether a version is listed, or lies in a range from 'introduced' until before 'fixed'."""
    if str(version) in entry.get("versions", []):
        return True
    for span in entry.get("ranges", []):
        if span["type"] != "ECOSYSTEM":
            continue
        inside = False
        for event in span["events"]:
            if "introduced" in event and (event["introduced"] == "0" or version >= Version(event["introduced"])):
                inside = True
            if "fixed" in event and version >= Version(event["fixed"]):
                inside = False
            if "last_affected" in event and version > Version(event["last_affected"]):
                inside = False
        if inside:
            return True
    return False


if __name__ == "__main__":
    main()
