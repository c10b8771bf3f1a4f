"""Who takes money ahead: merchants, what they are tied to, their shops, bank accounts and keys."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Merchant(models.Model):
    """经营者: who sells prepaid cards and owes what was paid for, under one unified social credit code.

    GB 32100-2015 for the code; ``size`` are the classes of 单用途商业预付卡管理办法(试行) 第七条. A merchant
    that is not ``normal`` in the register of 市场主体 may sell no card.
    """

    class Size(models.TextChoices):
        """发卡企业类别."""

        OTHER = "other", "其他发卡企业"
        LARGE = "large", "规模发卡企业"
        GROUP = "group", "集团发卡企业"
        BRAND = "brand", "品牌发卡企业"

    class Standing(models.TextChoices):
        """登记状态."""

        NORMAL = "normal", "正常"
        ABNORMAL = "abnormal", "经营异常"
        DISHONEST = "dishonest", "严重违法失信"
        DEREGISTERED = "deregistered", "已注销"

    uscc = models.CharField("统一社会信用代码", max_length=18, unique=True)
    name = models.CharField("名称", max_length=120)
    individual = models.BooleanField("个体工商户", default=False)
    size = models.CharField("发卡企业类别", max_length=8, choices=Size.choices, default=Size.OTHER)
    standing = models.CharField("登记状态", max_length=12, choices=Standing.choices, default=Standing.NORMAL)
    registered_on = models.DateField("登记日期")
    simulated = models.BooleanField("模拟数据", default=False)

    class Meta:
        verbose_name = "经营者"
        indexes: ClassVar = [models.Index(fields=["name"], name="merchant_by_name")]


class Tie(models.Model):
    """关联方: who may be liable beside the merchant, by 法释〔2025〕4号 第四至七条."""

    class Kind(models.TextChoices):
        """关系."""

        BRAND = "brand", "品牌方"
        FRANCHISOR = "franchisor", "特许人"
        LENDER = "lender", "出借证照方"
        LANDLORD = "landlord", "场地出租方"
        LIQUIDATOR = "liquidator", "清算义务人"

    merchant = models.ForeignKey(Merchant, models.PROTECT, related_name="ties", verbose_name="经营者")
    kind = models.CharField("关系", max_length=12, choices=Kind.choices)
    name = models.CharField("名称", max_length=120)
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True)
    basis = models.TextField("依据", blank=True)
    valid_from = models.DateField("起始日")
    valid_to = models.DateField("终止日", null=True)

    class Meta:
        verbose_name = "关联方"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["merchant", "kind", "name", "valid_from"], name="tie_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from__lt=F("valid_to")), name="tie_period"
            ),
        ]


class BankAccount(models.Model):
    """存管账户: the supervised account of a merchant at a bank; of its number four digits are kept."""

    code = models.CharField("账户代码", max_length=40, unique=True)  # what the bank's files call it
    merchant = models.ForeignKey(Merchant, models.PROTECT, related_name="banks", verbose_name="经营者")
    bank = models.CharField("开户银行", max_length=80)
    tail = models.CharField("账号后四位", max_length=4)
    opened_on = models.DateField("开户日期")

    class Meta:
        verbose_name = "存管账户"


class Shop(models.Model):
    """门店: where cards are sold and used. Its custody money, dues and deposit are accounts of the ledger.

    ``share`` is how much of each payment goes into custody, in basis points, as decided by the rules when it
    was filed. ``accounts`` names its accounts in the ledger by type.
    """

    class State(models.TextChoices):
        """状态."""

        FILED = "filed", "已备案"
        STOPPED = "stopped", "停止预收"
        CLOSING = "closing", "清退中"
        CLOSED = "closed", "已关闭"

    class Sector(models.TextChoices):
        """行业: 法释〔2025〕4号 第一条."""

        RETAIL = "retail", "零售"
        CATERING = "catering", "餐饮"
        LODGING = "lodging", "住宿"
        FITNESS = "fitness", "健身"
        TRAVEL = "travel", "出行"
        HAIR = "hair", "理发"
        BEAUTY = "beauty", "美容"
        TRAINING = "training", "教育培训"
        ELDER = "elder", "养老"
        TOURISM = "tourism", "旅游"
        OTHER = "other", "其他居民服务"

    code = models.SlugField("门店编号", max_length=40, unique=True)
    merchant = models.ForeignKey(Merchant, models.PROTECT, related_name="shops", verbose_name="经营者")
    name = models.CharField("门店名称", max_length=120)
    sector = models.CharField("行业", max_length=10, choices=Sector.choices)
    locality = models.CharField("属地", max_length=60, blank=True)  # code of the street, town or district
    address = models.CharField("地址", max_length=200)
    longitude = models.FloatField("经度", null=True)
    latitude = models.FloatField("纬度", null=True)
    lease_ends_on = models.DateField("租期届满", null=True)
    opened_on = models.DateField("开业日期")
    bank = models.ForeignKey(
        BankAccount, models.PROTECT, null=True, related_name="shops", verbose_name="存管账户"
    )
    share = models.PositiveSmallIntegerField("存管比例", default=0)
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.FILED)
    filed_on = models.DateField("备案日期")
    closing_on = models.DateField("拟停业日期", null=True)
    accounts = models.JSONField("账户", default=dict)
    simulated = models.BooleanField("模拟数据", default=False)

    class Meta:
        verbose_name = "门店"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(share__lte=10_000), name="shop_share"),
            models.CheckConstraint(condition=Q(share=0) | Q(bank__isnull=False), name="shop_share_has_bank"),
        ]
        indexes: ClassVar = [models.Index(fields=["sector", "locality"], name="shop_by_sector")]


class ShopKey(models.Model):
    """门店密钥: what a till or the shop's manager shows to act for the shop. Only its hash is kept."""

    class Role(models.TextChoices):
        """权限: a till uses cards, a manager also sells, reports and sees what is owed."""

        TILL = "till", "收银"
        MANAGER = "manager", "店长"

    digest = models.CharField("密钥指纹", max_length=64, unique=True)
    shop = models.ForeignKey(Shop, models.PROTECT, related_name="keys", verbose_name="门店")
    role = models.CharField("权限", max_length=8, choices=Role.choices)
    title = models.CharField("用途", max_length=60)
    issued_at = models.DateTimeField("发放时间")
    revoked_at = models.DateTimeField("吊销时间", null=True)

    class Meta:
        verbose_name = "门店密钥"
