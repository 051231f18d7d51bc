"""Columns of files that are no fields of the kind itself: whose a record is, why it was refused."""

from collections.abc import Sequence

from custtui.values.language import LANGUAGES
from custtui.values.registry import CUSTOMER, Field, RecordKind

#: How a record of a customer names the customer.
REFERENCE = RecordKind(
    "reference",
    "references",
    "Customer",
    "客户",
    "",
    (
        Field(
            "code", "Customer code", "客户编号",
            variants=(*CUSTOMER.field("code").variants, "customer id", "customer number"),
        ),
        Field(
            "customer", "Customer", "客户名称",
            variants=("客户", "所属客户", *CUSTOMER.field("name").variants),
        ),
    ),
)  # fmt: skip

#: The columns that a file of rejected rows has before the original ones.
REJECTED = RecordKind(
    "rejected",
    "rejected",
    "Rejected",
    "未导入",
    "",
    (
        Field("line", "Line", "行号"),
        Field("column", "Column", "列"),
        Field("reason", "Reason", "原因"),
    ),
)


def are_of_rejected_rows(headers: Sequence[str]) -> bool:
    """Whether these headers, in any of our languages, begin as those of rejected rows do."""
    count = len(REJECTED.fields)
    return any(
        list(headers[:count]) == [field.label(language) for field in REJECTED.fields]
        for language in LANGUAGES
    )
