"""Who reads and who keeps the pages of each platform, as decorators below ``staff_page``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from luoshi.desk.staff import kept_to

watches_hotline = kept_to(lambda visit: visit.watches_hotline, _("热点由12345热线、承办单位和督查岗位查看。"))
reads_prepaid = kept_to(lambda visit: visit.sees_prepaid, _("预付式消费监管由市场监管和督查岗位查看。"))
keeps_prepaid = kept_to(lambda visit: visit.regulates_prepaid, _("备案和密钥由市场监管部门办理。"))
reads_projects = kept_to(lambda visit: visit.sees_projects, _("项目由责任单位、发展改革和督查岗位查看。"))
keeps_projects = kept_to(lambda visit: visit.runs_projects, _("由发展改革部门的项目管理岗办理。"))
reads_investment = kept_to(
    lambda visit: visit.sees_investment, _("招商引资由招引单位、招商主管部门和督查岗位查看。")
)
keeps_investment = kept_to(lambda visit: visit.runs_investment, _("产能和摸排由招商岗位记录。"))
counts_investment = kept_to(lambda visit: visit.runs_investment, _("资金往来由招商管理岗登记。"))
