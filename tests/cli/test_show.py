"""`custtui show`: the whole customer."""

from pathlib import Path

from custtui.store import open_book
from custtui.values.registry import CUSTOMER, RECORD_KINDS
from tests.cli.running import answer, run

LISTS = {
    "contacts": "contact",
    "follow_ups": "follow_up",
    "purchases": "purchase",
    "needs": "need",
    "surveys": "survey",
    "contracts": "contract",
}


def test_json_has_every_field_and_every_record(tmp_path: Path, sample: Path) -> None:
    shown = answer("--db", str(sample), "show", "KH0001", home=tmp_path)
    fields = {field.key for field in CUSTOMER.fields}
    assert set(shown) == fields | {"as_of", "metrics", "segments"} | set(LISTS)
    assert shown["name"] == "北京华东精密仪器有限公司"
    assert shown["annual_revenue"] == "72000000.00"
    assert shown["employees"] == {"low": 180, "high": 180}
    assert shown["segments"]["grade"] == "A"
    assert isinstance(shown["segments"]["risk"], list)
    for kind in RECORD_KINDS:
        if kind is not CUSTOMER:
            records = shown[kind.plural.replace("-", "_")]
            assert records, kind.key
            assert all(list(each) == [field.key for field in kind.fields] for each in records)


def test_metrics_and_segments_are_those_of_the_listing(tmp_path: Path, sample: Path) -> None:
    listed = answer("--db", str(sample), "segments", home=tmp_path)["customers"]
    for customer in listed[:3]:
        shown = answer("--db", str(sample), "show", customer["code"], home=tmp_path)
        assert shown["metrics"] == customer["metrics"]
        assert shown["segments"] == customer["segments"]


def test_as_of_is_seen_through_that_days_windows(tmp_path: Path, sample: Path) -> None:
    path = ("--db", str(sample), "show", "KH0001")
    then = answer(*path, "--as-of", "2001-01-01", home=tmp_path)
    assert then["as_of"] == "2001-01-01"
    assert then["metrics"]["amount_12m"] == "0.00"
    assert then["segments"]["grade"] == "unrated"
    assert len(then["purchases"]) == len(answer(*path, home=tmp_path)["purchases"])


def test_text_tells_it_all(tmp_path: Path, sample: Path) -> None:
    done = run("--db", str(sample), "show", "KH0001", home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    for part in (
        "北京华东精密仪器有限公司",
        "Champions",
        "李强",
        "138 0013 8001",
        "发出第二版报价",
    ):
        assert part in done.stdout


def test_an_unknown_code_is_refused_with_the_way_out(tmp_path: Path, sample: Path) -> None:
    done = run("--db", str(sample), "show", "KH9999", home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "custtui find KH9999" in done.stderr


def test_a_sensitive_number_is_masked_everywhere(tmp_path: Path) -> None:
    from custtui.cli import clock

    path = tmp_path / "book.db"
    with open_book(path, clock.today("Asia/Shanghai")).edit("new customer") as edit:
        edit.add_rows(
            "customer", [{"code": "P1", "name": "王", "sensitive_id": "110101199001011234"}]
        )
    for form in ([], ["--json"]):
        done = run("--db", str(path), "show", "P1", *form, home=tmp_path)
        assert "110101199001011234" not in done.stdout
        assert "110*************34" in done.stdout
