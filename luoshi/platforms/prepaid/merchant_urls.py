"""Addresses of the merchant's pages. No card's code stands in one."""

from django.urls import path, register_converter

from luoshi.platforms.prepaid.pages import merchant_door as door
from luoshi.platforms.prepaid.pages import merchant_lists as lists
from luoshi.platforms.prepaid.pages import merchant_refunds as refunds
from luoshi.platforms.prepaid.pages import merchant_selling as selling
from luoshi.platforms.prepaid.pages import merchant_using as using


class ActConverter:
    """The name a till gave to an act."""

    regex = r"[A-Za-z0-9][-.:_A-Za-z0-9]{0,59}"

    def to_python(self, value: str) -> str:
        """Return it as it is."""
        return value

    to_url = to_python


register_converter(ActConverter, "act")
app_name = "merchant"
urlpatterns = [
    path("", lists.today, name="today"),
    path("enter/", door.enter, name="enter"),
    path("leave/", door.leave, name="leave"),
    path("use/", using.use, name="use"),
    path("use/card/", using.card, name="card"),
    path("uses/", lists.uses, name="uses"),
    path("uses/<act:act>/", using.used, name="used"),
    path("uses/<act:act>/undo/", using.undo, name="undo"),
    path("sell/", selling.kinds, name="kinds"),
    path("sell/<slug:code>/", selling.sign, name="sign"),
    path("sales/", lists.sales, name="sales"),
    path("sales/<slug:number>/", selling.sold, name="sold"),
    path("refunds/", refunds.refunds, name="refunds"),
    path("refunds/<slug:case>/", refunds.refund, name="refund"),
    path("months/", lists.months, name="months"),
    path("months/<int:year>-<int:month>.csv", lists.month, name="month"),
]
