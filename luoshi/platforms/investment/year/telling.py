"""Tell an invented year: leads act by act, instalments claimed and ruled upon, transfers noted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.rehearsal import Rehearsal, Story
from luoshi.kernel.orgs.actor import Actor
from luoshi.platforms.investment.actions import Party, appeal, claim, note_transfer, rule
from luoshi.platforms.investment.models import Agreement, Firm, Instalment, Ruling, Transfer
from luoshi.platforms.investment.queries.paid import exclusions_of
from luoshi.platforms.investment.rules.paid import Flow, Paid
from luoshi.platforms.investment.year.deals import TRADES, UNITS, WORDS, Deal
from luoshi.platforms.investment.year.paying import Year

AT_ONCE = (10, 30)  # minutes
PARTLY, UNPROVEN = 0.03, 0.03
_OPEN_ENDS = ("lead", "talks", "talks", "stalled", "withdrawn", "failed")


class Telling:
    """A year that is being told up to a moment. Told again it adds only what has happened since."""

    def __init__(self, made: Year, rehearsal: Rehearsal) -> None:
        self.made, self.until = made, rehearsal.until
        self._rehearsal, self._prefix = rehearsal, f"{rehearsal.prefix}:"
        self._counter = rehearsal.cast["siping-investment"][0]
        self._agreements: dict[str, Agreement] = {}
        told = Instalment.objects.filter(key__startswith=self._prefix)
        self._told = set(told.values_list("key", flat=True))
        ruled = Ruling.objects.filter(key__startswith=self._prefix)
        self._told |= set(ruled.values_list("key", flat=True))
        sent = Transfer.objects.filter(key__startswith=self._prefix)
        self._told |= set(sent.values_list("key", flat=True))

    def tell(self) -> int:
        """Tell everything and return how many leads and instalments there are."""
        self._firms()
        leads = sum(self._lead(deal) for deal in self.made.deals) + self._open_leads()
        signed = Agreement.objects.filter(number__in=[deal.contract for deal in self.made.deals])
        self._agreements = {one.number: one for one in signed.select_related("lead", "parent")}
        told = sum(self._instalment(row) for row in self.made.paid)
        for flow in self.made.flows:
            self._transfer(flow)
        return leads + told

    def _firms(self) -> None:
        groups = [party for party in self.made.parties.values() if not party.parent]
        parts = [party for party in self.made.parties.values() if party.parent]
        known = dict(Firm.objects.filter(uscc__in=self.made.parties).values_list("uscc", "pk"))
        for some in (groups, parts):
            firms = [
                Firm(
                    uscc=one.uscc,
                    name=one.name,
                    parent_id=known.get(one.parent),
                    local=one.local,
                    simulated=True,
                )
                for one in some
                if one.uscc not in known
            ]
            known |= {firm.uscc: firm.pk for firm in Firm.objects.bulk_create(firms)}

    def _lead(self, deal: Deal) -> bool:
        begins = datetime.combine(deal.begins_on, time(9), tzinfo=LOCAL)
        story = self._rehearsal.story(deal.number, begins=begins)
        if begins > self.until:
            return False
        handler, head = (self._who(deal.unit, part) for part in ("handler", "head"))
        chance = Random(f"lead {self.made.year} {deal.number}")  # noqa: S311  invented, not secret
        _found(story, handler, deal.unit, deal.title, deal.node, deal.investor)
        story.act("talk", handler, (10, 10), AT_ONCE)
        if deal.number % 2 == 0:
            _offered(story, handler, head, chance)
        _until(story, deal.signed_on)
        story.act(
            "sign", handler, (0, 0), AT_ONCE, evidence="合同",
            contract=deal.contract, amount=self._contracted(deal), signed_on=f"{deal.signed_on}",
        )  # fmt: skip
        story.act(
            "register", handler, (10, 20), AT_ONCE, evidence="营业执照",
            company=deal.company.name, company_uscc=deal.company.uscc, registered_on=f"{deal.signed_on}",
        )  # fmt: skip
        if deal.number % 5 == 4:
            story.act("stall", head, (40, 60), reason="模拟：投资方调整计划")
            return True
        story.act(
            "start", handler, (30, 60), evidence="开工照片",
            started_on=f"{deal.signed_on + timedelta(days=30)}",
            project=f"模拟-{self.made.year}-{deal.number}",
        )  # fmt: skip
        counted_on = f"{deal.signed_on + timedelta(days=60)}"
        story.act("count", self._counter, (30, 60), survey_code=f"MN{deal.number:04d}", counted_on=counted_on)
        if deal.number % 3 == 0:
            story.act("produce", handler, (120, 160), evidence="投产照片", producing_on=story.today)
        return True

    def _contracted(self, deal: Deal) -> int:
        own = [row.amount for row in self.made.paid if row.agreement == str(deal.number)]
        return sum(own) * 13 // 10

    def _open_leads(self) -> int:
        """Tell of leads that come to no contract in the year."""
        many = max(1, len(self.made.deals) // 3)
        told = 0
        for number in range(many):
            chance = Random(f"open {self.made.year} {number}")  # noqa: S311
            begins_on = date(self.made.year, 1, 15) + timedelta(days=chance.randint(0, 330))
            begins = datetime.combine(begins_on, time(9), tzinfo=LOCAL)
            if begins > self.until:
                continue
            story = self._rehearsal.story(500 + number, begins=begins)
            unit, (trade, node) = UNITS[number % len(UNITS)], chance.choice(TRADES)
            name = f"示例{WORDS[number % len(WORDS)]}{number + 1}号"
            handler, head = self._who(unit, "handler"), self._who(unit, "head")
            _found(story, handler, unit, f"{name}{trade}线索（模拟）", node, Party("", f"{name}（模拟）"))
            end = _OPEN_ENDS[number % len(_OPEN_ENDS)]
            if end == "withdrawn":
                story.act("withdraw", handler, (20, 40), reason="模拟：投资方另选址")
            elif end != "lead":
                story.act("talk", handler, (5, 20))
            if end == "stalled":
                story.act("stall", handler, (30, 60), reason="模拟：融资未落实")
            if end == "failed":
                story.act("fail", head, (30, 60), reason="模拟：投资方放弃")
            told += 1
        return told

    def _instalment(self, row: Paid) -> bool:
        key, deal = self._prefix + row.key, self.made.deals[int(row.agreement)]
        at = datetime.combine(row.claimed_on, time(10), tzinfo=LOCAL)
        agreement = self._agreements.get(deal.contract)
        if at > self.until or agreement is None:
            return False
        if f"{key}:2" in self._told:
            return True
        payer, payee = self.made.parties[row.payer], self.made.parties[row.payee]
        instalment = claim(
            agreement, key=key, paid_on=row.paid_on, payer=payer, payee=payee, purpose=row.purpose,
            origin=row.origin, voucher=row.voucher, reference=row.reference, amount=row.amount,
            voucher_hash=row.digest, by=self._who(deal.unit, "handler"), at=at, simulated=True,
        )  # fmt: skip
        self._rule(instalment, row, key)
        return True

    def _rule(self, instalment: Instalment, row: Paid, key: str) -> None:
        chance = Random(f"rule {row.key}")  # noqa: S311
        at = datetime.combine(row.claimed_on + timedelta(days=chance.randint(6, 18)), time(15), tzinfo=LOCAL)
        if at > self.until or f"{key}:1" in self._told:
            return
        how, cites, counted, reason = self._decision(instalment, row, chance)
        rule(
            instalment, key=f"{key}:1", state=how, counted=counted, by_rule=cites, reason=reason,
            by=self._counter, at=at,
        )  # fmt: skip
        again = at + timedelta(days=10)
        if cites == "voucher" and how == "refused" and again <= self.until:
            handler = self._who(row.unit, "handler")
            appeal(instalment, key=f"{key}:2", words="模拟：补交清晰回单，请复核", by=handler, at=again)

    def _decision(self, instalment: Instalment, row: Paid, chance: Random) -> tuple[str, str, int, str]:
        if row.key in self.made.copies:
            return "refused", "duplicate", 0, "模拟：与先前申报的是同一笔付款"
        if found := exclusions_of(instalment):
            return "refused", found[0].rule.key, 0, f"模拟：{found[0].words}"
        if row.key in self.made.back:
            return "disputed", "round_trip", 0, "模拟：资金疑似回流，待企业说明"
        draw = chance.random()
        if draw < UNPROVEN:
            return "refused", "voucher", 0, "模拟：回单不清晰"
        if draw < UNPROVEN + PARTLY:
            return "counted", "voucher", row.amount * 8 // 10, "模拟：两成没有凭证"
        return "counted", "", row.amount, "模拟：凭证核对无误"

    def _transfer(self, flow: Flow) -> None:
        key, at = self._prefix + flow.key, datetime.combine(flow.paid_on, time(16), tzinfo=LOCAL)
        if at > self.until or key in self._told:
            return
        payer, payee = self.made.parties[flow.payer], self.made.parties[flow.payee]
        note_transfer(
            key=key, paid_on=flow.paid_on, payer=replace(payer), payee=replace(payee), amount=flow.amount,
            reference=f"MN{flow.key}", by=self._counter, at=at, simulated=True,
        )  # fmt: skip

    def _who(self, unit: str, part: str) -> Actor:
        return self._rehearsal.cast[f"{unit}-{part}"][0]


def _found(story: Story, by: Actor, unit: str, title: str, node: str, investor: Party) -> None:
    story.open(
        "lead", by, title=title, unit=unit, investor=investor.name, investor_uscc=investor.uscc,
        intended=30_000_000_000, node=node,
    )  # fmt: skip


def _offered(story: Story, handler: Actor, head: Actor, chance: Random) -> None:
    kind = chance.choice(("service", "general"))
    words = "模拟：代办注册、项目备案" if kind == "service" else "模拟：适用全市统一的设备投资补助办法"
    story.act("offer", handler, (5, 5), AT_ONCE, kind=kind, words=words, basis="none", exception="none")
    story.act("review_offer", head, (3, 3), AT_ONCE, number=1, conclusion="passes", heard=True)


def _until(story: Story, day: date) -> None:
    days = max(0, (day - story.now.date()).days)
    story.wait(days, days, (1, 2))
