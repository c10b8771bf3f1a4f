"""Steps of a project that see to its delivery: posts in charge, site visits, nodes, problems raised."""

from __future__ import annotations

from luoshi.kernel.cases.declarations import *
from luoshi.platforms.projects import delivering
from luoshi.platforms.projects.guards import delivery as guards
from luoshi.platforms.projects.recording import record
from luoshi.platforms.projects.types.problem import KINDS, LEVELS

TEAM = (
    Field("leader_post", "包保领导岗位", help="岗位代码，如 siping-head"),
    Field("department_post", "责任部门岗位", help="岗位代码，如 transport-head"),
    Field("team_from", "起始日", Kind.DATE),
    Field("team_until", "终止日", Kind.DATE, required=False, help="该日起不再包保"),
)
VISIT = (
    Field("visited_on", "走访日期", Kind.DATE),
    Field("visitor_post", "走访岗位", required=False, help="岗位代码；不填即办理人的岗位"),
    Field("visit_place", "走访地点", required=False),
    Field("finding", "发现", Kind.LONG),
)
NODES = (
    Field("nodes", "节点", Kind.LONG, help="每行一个：计划日期 权重 名称，如“2026-06-30 40 基础完工”"),
    Field("nodes_reason", "变更理由", Kind.LONG, required=False, help="首次冻结不填"),
)
NODE = (
    Field("node", "节点名称", help="与现行节点计划中的名称一致"),
    Field("node_done_on", "完成日期", Kind.DATE),
)
PROBLEM = (
    Field("problem", "问题"),
    Field("problem_kind", "类别", Kind.CHOICE, choices=KINDS),
    Field("problem_level", "须由谁决定", Kind.CHOICE, choices=LEVELS),
    Field("problem_facts", "情况", Kind.LONG),
    Field("decision_needed", "需要的决定", Kind.LONG),
)


def delivery_actions(
    unit: tuple[str, ...], commission: str, before: tuple[str, ...], going: tuple[str, ...]
) -> tuple[Action, ...]:
    """Return the steps, for the roles of the unit and the commission, before the works and while they go."""
    anytime = tuple(dict.fromkeys((*before, *going)))
    # fmt: off
    return (
        Action("team", "明确包保专班", anytime, ANY, (commission,), TEAM,
               then=(record, delivering.keep_team), guards=(guards.team_has_a_span,)),
        Action("visit", "记录现场走访", going, ANY, (*unit, commission), VISIT, ("走访照片",),
               then=(record, delivering.keep_visit), guards=(guards.visit_is_over,)),
        Action("freeze", "冻结节点计划", going, ANY, (commission,), NODES,
               then=(record, delivering.keep_nodes),
               guards=(guards.nodes_are_whole, guards.done_nodes_stay, guards.change_has_its_reason)),
        Action("node", "完成节点", going, ANY, unit, NODE, ("节点佐证",),
               then=(record, delivering.keep_node),
               guards=(guards.node_is_open, guards.node_day_is_over)),
        Action("raise_problem", "提请解决问题", anytime, ANY, unit, PROBLEM,
               then=(record, delivering.raise_problem)),
    )
    # fmt: on
