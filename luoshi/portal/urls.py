"""Addresses of the portal. They are quoted by others: add, never change."""

from django.urls import path

from luoshi.portal import downloads, names, pages

assert names  # whose converter the addresses use

app_name = "portal"
urlpatterns = [
    path("", pages.home, name="home"),
    path("reports/", pages.archive, name="archive"),
    path("reports/<name:slug>/", pages.report, name="report"),
    path("reports/<name:slug>/questions/", pages.questions, name="questions"),
    path("commitments/", pages.commitments, name="commitments"),
    path("commitments/<name:code>/", pages.commitment, name="commitment"),
    path("commitments/<name:code>/card/", pages.card, name="card"),
    path("compare/", pages.compare, name="compare"),
    path("method/", pages.method, name="method"),
    path("data/", pages.data, name="data"),
    path("data/commitments.<name:form>", downloads.commitments, name="download_commitments"),
    path("data/readings.<name:form>", downloads.readings, name="download_readings"),
    path("data/text/<name:slug>.txt", downloads.text, name="download_text"),
    path("proposals/", pages.proposals, name="proposals"),
    path("proposals/<name:code>/", pages.proposal, name="proposal"),
    path("roots/", pages.roots, name="roots"),
    path("roots/<name:day>.txt", downloads.root, name="download_root"),
    path("changes/", pages.changes, name="changes"),
    path("due/", pages.due, name="due"),
    path("corrections/", pages.corrections, name="corrections"),
    path("units/", pages.units, name="units"),
    path("units/<name:code>/", pages.unit, name="unit"),
    path("places/", pages.places, name="places"),
    path("places/<name:code>/", pages.place, name="place"),
    path("figures/", pages.figures, name="figures"),
    path("figures/<name:platform>/<name:name>/", pages.figure, name="figure"),
    path("data/figures/<name:platform>/<name:name>.<name:form>", downloads.figure, name="download_figure"),
    path("deputies/", pages.deputies, name="deputies"),
    path("feed.atom", pages.feed, name="feed"),
    path("data/lights.<name:form>", downloads.lights, name="download_lights"),
    path("data/iati.json", downloads.iati, name="download_iati"),
    path("display/", pages.display, name="display"),
]
