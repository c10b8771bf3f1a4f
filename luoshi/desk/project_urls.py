"""Addresses of the desk below projects/."""

from django.urls import URLPattern, path, re_path

from luoshi.desk.pages import (
    project_delivery,
    project_fund_steps,
    project_funds,
    project_lists,
    project_pages,
    project_reserve,
)

urlpatterns: list[URLPattern] = [
    path("leader/", project_delivery.leader, name="project_leader"),
    path("<slug:code>/delivery/", project_delivery.delivery, name="project_delivery"),
    path("<slug:code>/visits/<int:seq>/photo/", project_delivery.photo, name="project_photo"),
    path("lists/", project_lists.lists, name="project_lists"),
    path("lists/<slug:key>/", project_lists.listed, name="project_list"),
    path("lists/<slug:key>/print/", project_lists.printed, name="project_list_print"),
    path("lists/<slug:key>/months/", project_lists.months, name="project_list_months"),
    path("lists/<slug:key>/definition/", project_lists.definition, name="project_list_definition"),
    path("lists/<slug:key>/list.xlsx", project_lists.take, {"form": "xlsx"}, name="project_list_xlsx"),
    path("lists/<slug:key>/list.csv", project_lists.take, {"form": "csv"}, name="project_list_csv"),
    path("reserve/", project_reserve.reserve, name="project_reserve"),
    path("figures/", project_reserve.figures, name="project_figures"),
    path("funds/", project_funds.funds, name="project_funds"),
    path("funds/figures/<slug:name>/", project_funds.figure, name="project_fund_figure"),
    path("funds/windows/new/", project_fund_steps.open_window, name="project_fund_window_new"),
    path("funds/windows/<slug:code>/", project_funds.window, name="project_fund_window"),
    path("funds/instalments/<int:pk>/repay/", project_fund_steps.repay, name="project_repay"),
    path(
        "funds/entries/<slug:kind>/<int:pk>/reverse/",
        project_fund_steps.reverse,
        name="project_fund_reverse",
    ),
    path("funds/applications/<slug:code>/<slug:key>/", project_fund_steps.step, name="project_fund_step"),
    path("money/<slug:code>/", project_funds.money, name="project_money"),
    path("money/<slug:code>/ask/", project_fund_steps.ask, name="project_fund_ask"),
    path("money/<slug:code>/statement/", project_funds.statement, name="project_statement"),
    path("", project_pages.projects, name="projects"),
    re_path(r"^(?P<code>project-[-\w]+)/$", project_pages.project, name="project"),
]
