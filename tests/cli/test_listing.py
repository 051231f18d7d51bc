"""`custtui segments`."""

from pathlib import Path

from custtui.reading.connection import connect
from custtui.segments.listing import listing
from tests.cli.running import answer, run


def test_json_is_the_listing(tmp_path: Path, sample: Path) -> None:
    connection = connect(sample)
    assert answer("--db", str(sample), "segments", home=tmp_path) == listing(connection)
    connection.close()


def test_as_of_stands_before_or_after_and_writes_nothing(tmp_path: Path, sample: Path) -> None:
    before = sample.read_bytes()
    one = answer("--db", str(sample), "--as-of", "2020-02-29", "segments", home=tmp_path)
    other = answer("segments", "--db", str(sample), "--as-of", "2020-02-29", home=tmp_path)
    assert one == other
    assert one["as_of"] == "2020-02-29"
    assert one["windows"]["12m"] == ["2019-03-01", "2020-02-29"]
    assert one["counts"]["grade"]["unrated"] == len(one["customers"]) == 311
    assert sample.read_bytes() == before


def test_text_tells_the_counts(tmp_path: Path, sample: Path) -> None:
    done = run("--db", str(sample), "segments", home=tmp_path)
    counts = answer("--db", str(sample), "segments", home=tmp_path)["counts"]
    assert done.returncode == 0
    grades = [line.split() for line in done.stdout.splitlines()[1:4]]
    assert [(row[0], int(row[1])) for row in grades] == [(k, counts["grade"][k]) for k in "ABC"]
