"""Print every ratio: `python -m tests.benchmarks [--members N]`; a made-up office of that size is made first."""

import argparse
import itertools
import os
import tempfile
from contextlib import closing
from pathlib import Path

from cmsdesk.services.generating import GenerateMembers
from cmsdesk.services.office import Office
from cmsdesk.services.settings import OfficeDetails, found_office
from tests.benchmarks import imports, lists, papers, starting, verdicts, viewing
from tests.benchmarks.measuring import HEAD

_MEMBERS = 91_827  # the size to serve


def main() -> None:
    """Each line as soon as it is known."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--members", type=int, default=_MEMBERS)
    members: int = parser.parse_args().members
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_STATE_HOME"] = name  # no settings and no log of this machine
        with closing(_office(folder / "large.cmsdesk", members)) as large, closing(_office(folder / "new.cmsdesk", 0)) as new:
            print(HEAD)  # noqa: T201 - a command for people
            measured = (
                lists.measure(large, members),
                imports.measure(new, folder),
                papers.measure(folder),
                verdicts.measure(),
                starting.measure(large.path),
                viewing.measure(new, folder),
            )
            for line in itertools.chain.from_iterable(measured):
                print(line, flush=True)  # noqa: T201 - as above


def _office(path: Path, members: int) -> Office:
    office = found_office(path, OfficeDetails("Measured office"), user="benchmarks")
    if members:
        office.do(GenerateMembers(members))
    return office


if __name__ == "__main__":
    main()
