"""`custtui show`: the whole customer."""

from pathlib import Path

import pytest

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
    judged = {"as_of", "metrics", "segments", "computed", "pins", "month_ends", "estimated"}
    assert set(shown) == fields | judged | set(LISTS)
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


@pytest.mark.parametrize("command", ["show", "why"])
def test_a_code_of_which_nothing_can_be_seen_is_quoted(
    tmp_path: Path, sample: Path, command: str
) -> None:
    done = run("--db", str(sample), command, "\x1b\u200b", home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "custtui: '\\x1b\\u200b' is no code: nothing of it can be seen.\n"


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


def test_what_is_estimated_is_told_beside_the_sums(tmp_path: Path) -> None:
    file = tmp_path / "old.csv"
    heads = "编号,客户名称,近12个月交易金额,总消费金额,首次购买日期"
    file.write_text(f"{heads}\nK1,甲,300,1000,2019-01-01\nK2,乙,,,\n", "utf-8")
    book = str(tmp_path / "new.db")
    assert run("--db", book, "import", "customers", str(file), home=tmp_path).returncode == 0
    shown = answer("--db", book, "show", "K1", home=tmp_path)
    assert shown["estimated"] == {
        "amount_12m": "300.00", "orders_12m": 1, "amount_total": "1000.00", "orders_total": 2,
        "amount_24m": "300.00", "orders_24m": 1,
    }  # fmt: skip
    nothing = answer("--db", book, "show", "K2", home=tmp_path)["estimated"]
    assert nothing == {
        "amount_12m": "0.00", "orders_12m": 0, "amount_total": "0.00", "orders_total": 0,
        "amount_24m": "0.00", "orders_24m": 0,
    }  # fmt: skip
    text = run("--db", book, "show", "K1", home=tmp_path).stdout
    assert text.count("(of it estimated: ") == 6
    assert "(of it estimated: " not in run("--db", book, "show", "K2", home=tmp_path).stdout
