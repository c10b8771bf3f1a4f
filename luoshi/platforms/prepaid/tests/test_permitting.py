"""What stands against a sale blocks it or warns; sales at once never pass a cap; void terms are not filed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from luoshi.kernel.parameters.actions import load_parameters
from luoshi.platforms.prepaid.actions import Buyer, redeem, sell
from luoshi.platforms.prepaid.errors import Refused
from luoshi.platforms.prepaid.models import Contract, Holder
from luoshi.platforms.prepaid.queries.refunds import signed_terms
from luoshi.platforms.prepaid.tests.factories import NOW, make_kind, make_shop

BUYER = Buyer(name="示例居民", phone="13800000000")
CAP = """
- key: prepaid.cap.consumer_shop
  title: 每人每店余额上限
  unit: fen
  combine: lowest
  source: {law: 示例规定, article: "1"}
  verified: true
  values:
    - {scope: nation, from: 2020-01-01, value: 1000000}
"""


@pytest.fixture
def capped(tmp_path):
    """Load a rule that was read: at most 10,000 yuan for one consumer at one shop."""
    (tmp_path / "cap.yaml").write_text(CAP, "utf-8")
    load_parameters(tmp_path, at=NOW)


@pytest.mark.django_db
def test_what_is_left_counts_against_the_cap_and_what_was_used_no_longer(capped):
    kind = make_kind(make_shop(), price=500_000, bonus=100_000)
    first = sell(kind, receipt="r1", at=NOW, buyer=BUYER).contract
    sell(kind, receipt="r2", at=NOW, buyer=BUYER)

    with pytest.raises(Refused, match=r"超过 10000\.00"):
        sell(kind, receipt="r3", at=NOW, buyer=BUYER)
    redeem(first.card, key="k1", at=NOW, known_at=NOW, value=600_000)
    sell(kind, receipt="r3", at=NOW, buyer=BUYER)

    assert Contract.objects.count() == 3


@pytest.mark.django_db
def test_another_consumer_and_another_shop_have_caps_of_their_own(capped):
    kind = make_kind(make_shop(), price=1_000_000, bonus=0)
    sell(kind, receipt="r1", at=NOW, buyer=BUYER)

    sell(kind, receipt="r2", at=NOW, buyer=Buyer(name="另一居民", phone="13800000001"))
    sell(make_kind(make_shop(), price=1_000_000, bonus=0), receipt="r3", at=NOW, buyer=BUYER)


@pytest.mark.django_db(transaction=True)
def test_fifty_sales_at_once_to_one_consumer_at_one_shop_never_pass_the_cap(capped):
    kind = make_kind(make_shop(), price=100_000, bonus=0)

    def buy(number: int) -> bool:
        try:
            sell(kind, receipt=f"r{number}", at=NOW, buyer=BUYER)
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(10) as pool:
        sold = list(pool.map(buy, range(50)))

    assert sum(sold) == Contract.objects.count() == 10


@pytest.mark.django_db
def test_a_rule_that_was_not_read_warns_and_the_contract_keeps_the_warning():
    load_parameters(Path(settings.CITY.folder) / "parameters", at=NOW)
    kind = make_kind(make_shop(sector="hair"), price=600_000, bonus=0)

    contract = sell(kind, receipt="r1", at=NOW, buyer=BUYER).contract

    assert "单张记名卡" in "".join(contract.terms["warnings"])


@pytest.mark.django_db
def test_a_contract_keeps_the_rules_of_its_day_and_both_rates():
    load_parameters(Path(settings.CITY.folder) / "parameters", at=NOW)

    contract = sell(make_kind(make_shop()), receipt="r1", at=NOW, buyer=BUYER).contract

    terms = signed_terms(Contract.objects.get(pk=contract.pk))
    assert (terms.lpr, terms.deposit) == (Decimal("3"), Decimal("1.5"))
    assert terms.cooling_off.term.n == 7


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("born_on", "consented_by", "words"),
    [(date(2019, 3, 3), "母亲", "6 周岁"), (date(2012, 1, 1), "", "没有监护人同意")],
)
def test_a_child_buys_nothing_and_a_minor_only_with_consent(born_on, consented_by, words):
    buyer = Buyer(name="示例学生", phone="13800000002", born_on=born_on, consented_by=consented_by)

    with pytest.raises(Refused, match=words):
        sell(make_kind(make_shop()), receipt="r1", at=NOW, buyer=buyer)


@pytest.mark.django_db
def test_a_birthday_is_kept_of_a_minor_only():
    kind = make_kind(make_shop())
    young = Buyer(name="示例学生", phone="13800000003", born_on=date(2012, 1, 1), consented_by="母亲")
    grown = Buyer(name="示例居民", phone="13800000004", born_on=date(1990, 1, 1), consented_by="误填")

    for number, buyer in enumerate((young, grown)):
        sell(kind, receipt=f"r{number}", at=NOW, buyer=buyer)

    kept = Holder.objects.order_by("pk").values_list("born_on", "consented_by")
    assert list(kept) == [(date(2012, 1, 1), "母亲"), (None, "")]


@pytest.mark.django_db
def test_a_kind_whose_contract_has_a_void_term_is_not_filed():
    with pytest.raises(Refused, match="1 处无效条款"):
        make_kind(make_shop(), text="本卡一经售出概不退款。")
