"""The tabs, where the ledger that other tests share has nothing to show."""

import gzip

from tests.reading.archives import record
from tests.test_archives import page
from twotrack import runner
from twotrack.web.lists import problems


def test_damaged_spans_stand_among_the_problems(tmp_path):
    members = [gzip.compress(record(n, page(n)), mtime=0) for n in range(3)]
    hurt = bytearray(b"".join(members))
    hurt[len(members[0]) + len(members[1]) - 60] ^= 16
    (tmp_path / "pile.warc.gz").write_bytes(hurt)
    runner.run([str(tmp_path / "pile.warc.gz")], str(tmp_path / "L"), coder="stub", jobs=1)
    found = problems(tmp_path / "L")
    (row,) = found["rows"]
    start, end = len(members[0]), len(members[0]) + len(members[1])
    assert found["total"] == 1
    assert (row["reason"], row["offset"], row["detail"]) == ("damaged: broken gzip", start, f"bytes {start} to {end}")
    assert row["next"].startswith("fetch the archive again")
