"""Addresses of the desk below projects/."""

from django.urls import URLPattern, path

from luoshi.desk.pages import project_fund_steps, project_funds

urlpatterns: list[URLPattern] = [
    path("funds/", project_funds.funds, name="projects_funds"),
    path("funds/figures/<slug:name>/", project_funds.figure, name="projects_fund_figure"),
    path("funds/windows/new/", project_fund_steps.open_window, name="projects_fund_window_new"),
    path("funds/windows/<slug:code>/", project_funds.window, name="projects_fund_window"),
    path("funds/instalments/<int:pk>/repay/", project_fund_steps.repay, name="projects_repay"),
    path(
        "funds/entries/<slug:kind>/<int:pk>/reverse/",
        project_fund_steps.reverse,
        name="projects_fund_reverse",
    ),
    path("funds/applications/<slug:code>/<slug:key>/", project_fund_steps.step, name="projects_fund_step"),
    path("money/<slug:code>/", project_funds.money, name="projects_money"),
    path("money/<slug:code>/ask/", project_fund_steps.ask, name="projects_fund_ask"),
    path("money/<slug:code>/statement/", project_funds.statement, name="projects_statement"),
]
