"""Addresses of prepaid consumption. They are quoted: add, never change. No card's code stands in one."""

from django.urls import path

from luoshi.platforms.prepaid import pages

app_name = "prepaid"
urlpatterns = [
    path("", pages.home, name="home"),
    path("shops/", pages.shops, name="shops"),
    path("shops.csv", pages.shops_file, {"form": "csv"}, name="shops_csv"),
    path("shops.json", pages.shops_file, {"form": "json"}, name="shops_json"),
    path("shops/<slug:code>/", pages.shop, name="shop"),
    path("shops/<slug:code>/badge/", pages.badge, name="badge"),
    path("shops/<slug:code>/code.svg", pages.badge_code, name="badge_code"),
    path("card/", pages.card, name="card"),
    path("card/statement/", pages.statement, name="statement"),
    path("card/statement.csv", pages.statement_file, {"form": "csv"}, name="statement_csv"),
    path("card/statement.json", pages.statement_file, {"form": "json"}, name="statement_json"),
    path("card/proof.json", pages.card_proof, name="card_proof"),
    path("card/loss/", pages.loss, name="loss"),
    path("card/found/", pages.found, name="found"),
    path("card/reissue/", pages.reissue, name="reissue"),
    path("card/transfer/", pages.transfer, name="transfer"),
    path("card/refund/", pages.ask_refund, name="ask_refund"),
    path("card/refund/answer/", pages.answer_refund, name="refund_answer"),
    path("refund/", pages.calculator, name="calculator"),
    path("proof/", pages.proof, name="proof"),
    path("proof/seals.json", pages.seals, name="seals"),
    path("proof/verify_prepaid.py", pages.script, name="script"),
    path("closures/", pages.closures, name="closures"),
    path("closures/<slug:code>/", pages.closure, name="closure"),
    path("closures/<slug:code>/list.csv", pages.closure_list, name="closure_list"),
]
