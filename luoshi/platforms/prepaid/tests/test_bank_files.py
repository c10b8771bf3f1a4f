"""Files of a bank are read to the fen, and what is wrong in one is told with its line."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.kernel.base.errors import LuoshiError
from luoshi.platforms.prepaid.bank.amounts import fen_of, yuan_of
from luoshi.platforms.prepaid.bank.fake import FakeBank, confirmation_file, statement_file
from luoshi.platforms.prepaid.bank.formats import SIGNED, SPLIT
from luoshi.platforms.prepaid.bank.instructions import (
    Confirmation,
    Instruction,
    instruction_file,
    read_confirmations,
    read_instructions,
)
from luoshi.platforms.prepaid.bank.statements import Balance, Line, read_statement

DAY = date(2026, 3, 2)
TEXT = st.text(
    st.characters(codec="gb18030", exclude_categories=["C", "Z"]), min_size=1, max_size=12
)  # what a cell holds without blanks at its ends
LINES = st.builds(
    Line,
    account=st.just("a1"),
    day=st.just(DAY),
    serial=TEXT,
    amount=st.integers(-(10**14), 10**14),
    tail=st.from_regex(r"\d{4}", fullmatch=True),
    purpose=TEXT,
)


@pytest.mark.parametrize(
    ("written", "fen"),
    [
        ("12.34", 1234),
        ("12.3", 1230),
        ("12", 1200),
        ("-0.01", -1),
        ("1,234,567.80", 123_456_780),
        ("1.2300", 123),
    ],
)
def test_yuan_are_read_to_the_fen(written, fen):
    assert fen_of(written) == fen


@pytest.mark.parametrize("written", ["", "1.234", "1e3", "12,34", "一百", "1.", ".5", "NaN", "9" * 20])
def test_what_is_no_amount_is_none(written):
    assert fen_of(written) is None


@given(st.integers(-(10**15), 10**15))
def test_an_amount_is_read_as_it_was_written(fen):
    assert fen_of(yuan_of(fen)) == fen


@pytest.mark.parametrize("form", [SPLIT, SIGNED], ids=lambda form: form.key)
@given(lines=st.lists(LINES, max_size=6))
def test_a_statement_is_read_as_the_bank_wrote_it(form, lines):
    balance = Balance("a1", DAY, 5, 5 + sum(line.amount for line in lines))

    read = read_statement(statement_file([balance], lines, form=form), name="f.csv")

    assert read.balances == (balance,)
    assert list(read.lines) == lines


def test_every_fault_is_told_with_its_line():
    rows = [
        "余额,a1,2026-03-02,0.00,1.00",
        "账号,交易日期,流水号,借方发生额,贷方发生额,对方账号,摘要",
        "a1,2026-03-02,s1,,1.005,0000,一",
        "a1,2026-02-30,s2,,1.00,0000,二",
        "a1,2026-03-02,,,1.00,0000,三",
        "a1,2026-03-03,s4,,1.00,0000,四",
        "a1,2026-03-02,s5,1.00,1.00,0000,五",
    ]

    with pytest.raises(LuoshiError) as raised:
        read_statement("\n".join(rows).encode(), name="f.csv")

    assert raised.value.code == "bank-file-wrong"
    for place in ("f.csv:3", "f.csv:4", "f.csv:5", "f.csv:7", "账户 a1 在 2026-03-03"):
        assert place in raised.value.zh


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\xff"])
def test_what_is_no_statement_is_refused(content):
    with pytest.raises(LuoshiError, match=r"需要更正|编码"):
        read_statement(content, name="f.csv")


def test_of_a_counterpartys_account_four_digits_are_kept():
    line = Line("a1", DAY, "s1", 1, "6222020200001234567", "x")

    (read,) = read_statement(statement_file([Balance("a1", DAY, 0, 1)], [line]), name="f").lines

    assert read.tail == "4567"


def test_what_is_to_be_paid_and_what_was_answered_goes_out_and_in():
    bank, asked = (
        FakeBank(),
        [Instruction("N1", "a1", "shop-1", 1234, "划付"), Instruction("N2", "a1", "c1", 5, "退款")],
    )
    read = read_instructions(instruction_file(asked), name="out.csv")

    answers = [bank.carry_out(read[0], on=DAY), bank.carry_out(read[1], on=DAY, fails="账号有误")]

    assert read == asked
    assert read_confirmations(confirmation_file(answers), name="in.csv") == [
        Confirmation("N1", True, 1234, DAY, ""),
        Confirmation("N2", False, 0, DAY, "账号有误"),
    ]
    assert bank.balance("a1", on=DAY) == -1234


@pytest.mark.parametrize(
    "row", [",成功,1.00,2026-03-02,", "N1,成功,0.00,2026-03-02,", "N1,或许,1.00,2026-03-02,"]
)
def test_an_answer_that_says_nothing_certain_is_refused(row):
    with pytest.raises(LuoshiError, match=r"in\.csv:2"):
        read_confirmations(f"指令编号,处理结果,金额,记账日期,原因\n{row}\n".encode(), name="in.csv")


def test_the_bank_that_is_none_closes_each_day_where_the_next_begins():
    bank = FakeBank()
    bank.book("a1", on=DAY, amount=500, purpose="x")
    bank.book("a1", on=DAY + timedelta(days=1), amount=-200, purpose="y")

    days = [read_statement(bank.statement(DAY + timedelta(days=n)), name="f") for n in range(3)]

    assert [(d.balances[0].opening, d.balances[0].closing) for d in days] == [
        (0, 500),
        (500, 300),
        (300, 300),
    ]
