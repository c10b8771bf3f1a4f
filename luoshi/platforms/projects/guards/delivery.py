"""What must hold before a project's delivery takes a step. Pure functions of the case."""

from __future__ import annotations

from datetime import date

from luoshi.kernel.base.law import Law
from luoshi.kernel.cases.context import Context
from luoshi.kernel.cases.declarations import guard
from luoshi.platforms.projects.guards.laws import REPORTED
from luoshi.platforms.projects.rules.nodes import is_whole, keeps_done, nodes_in

FROZEN = Law("本平台设定", "节点计划一经冻结，变更须另立版本")
IN_CHARGE = Law("本平台设定", "领导包保绑定岗位并注明起止")
DECIDING = Law("本平台设定", "问题由提请层级的岗位决定")


@guard("包保终止日须晚于起始日", IN_CHARGE, on_complete=True)
def team_has_a_span(context: Context) -> bool:
    until = context.given.get("team_until")
    return not until or str(context.given["team_from"]) < str(until)


@guard("走访日期不能晚于今天", REPORTED, on_complete=True)
def visit_is_over(context: Context) -> bool:
    return _over(context, "visited_on")


@guard(
    "节点计划须每行一个节点：日期 权重 名称；日期依次、名称不重、权重合计100、最多40个",
    FROZEN,
    on_complete=True,
)
def nodes_are_whole(context: Context) -> bool:
    return is_whole(nodes_in(str(context.given.get("nodes") or "")) or ())


@guard("已完成的节点须保留在新版本里", FROZEN, on_complete=True)
def done_nodes_stay(context: Context) -> bool:
    return keeps_done(nodes_in(str(context.given.get("nodes") or "")) or (), _done(context))


@guard("变更已冻结的节点计划须写明理由", FROZEN, on_complete=True)
def change_has_its_reason(context: Context) -> bool:
    return not context.has("freeze") or bool(context.given.get("nodes_reason"))


@guard("现行节点计划没有这个节点，或者它已完成", FROZEN, on_complete=True)
def node_is_open(context: Context) -> bool:
    frozen = context.last("freeze")
    planned = nodes_in(str(frozen.data["nodes"])) if frozen else None
    node = context.given.get("node")
    return node in {one.title for one in planned or ()} and node not in _done(context)


@guard("节点完成日期不能晚于今天", FROZEN, on_complete=True)
def node_day_is_over(context: Context) -> bool:
    return _over(context, "node_done_on")


def level_of(state: str, level: str) -> str:
    """Return who must decide a problem now: the level it was raised to, or the one silence took it to."""
    return {"at_leader": "leader", "at_executive": "executive"}.get(state, level)


@guard("须由该层级或其上级的决定岗位办理；没有明确岗位的由发展改革部门办理", DECIDING)
def the_post_named_decides(context: Context) -> bool:
    level = level_of(context.standing.state, str(context.value("level")))
    above = {"department": ("department_post", "leader_post"), "leader": ("leader_post",)}.get(level, ())
    named = {context.value(key) for key in above} - {None, ""}
    if not named:
        return level != "executive" and "projects" in context.actor.roles
    return bool(named & {post.code for post in context.actor.posts})


@guard("只有尚在责任部门层级的问题才上提到包保领导", DECIDING)
def waits_for_the_department(context: Context) -> bool:
    return bool(context.value("level") == "department")


@guard("已在常务会层级", DECIDING)
def waits_below_the_meeting(context: Context) -> bool:
    return bool(context.value("level") != "executive")


def _over(context: Context, key: str) -> bool:
    return date.fromisoformat(str(context.given[key])) <= context.today


def _done(context: Context) -> set[str]:
    return {str(act.data["node"]) for act in context.past if act.action == "node"}
