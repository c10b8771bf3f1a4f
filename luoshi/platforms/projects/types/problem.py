"""A problem of a project (项目问题) for somebody above to decide; silence takes it a level higher."""

from __future__ import annotations

from luoshi.kernel.base.terms import Term, Unit
from luoshi.kernel.cases.context import Context
from luoshi.kernel.cases.declarations import *
from luoshi.kernel.cases.effects import tell_units
from luoshi.platforms.projects.guards import delivery as guards
from luoshi.platforms.projects.guards.delivery import DECIDING
from luoshi.platforms.projects.problems import tell_decider, tie_to_project

HANDLER, HEAD, ASKED, DECIDER = "handler", "head", "asked", "decider"
COMMISSION, MEETING, MONITOR = "commission", "meeting", "monitor"
KINDS = (
    *(("land", "用地"), ("money", "资金"), ("environment", "环评"), ("clearing", "征拆")),
    *(("papers", "手续"), ("works", "施工"), ("other", "其他")),
)
LEVELS = (("department", "责任部门"), ("leader", "包保领导"), ("executive", "常务会"))
RAISED = (
    Field("title", "问题", into=Into.TITLE),
    Field("unit", "责任单位", Kind.UNIT, into=Into.UNIT),
    Field("asked", "决定部门", Kind.UNITS, required=False, into=Into.ASSISTING),
    Field("project", "项目编号"),
    Field("kind", "类别", Kind.CHOICE, choices=KINDS),
    Field("level", "须由谁决定", Kind.CHOICE, choices=LEVELS),
    Field("facts", "情况", Kind.LONG),
    Field("needed", "需要的决定", Kind.LONG),
    Field("department_post", "责任部门岗位", required=False, help="岗位代码"),
    Field("leader_post", "包保领导岗位", required=False, help="岗位代码"),
)
DECIDED = (Field("decision", "决定", Kind.LONG), Field("carry_out_by", "落实期限", Kind.DATE))
MINUTES = (Field("minutes", "会议纪要文号"), *DECIDED)
DONE = (Field("outcome", "落实情况", Kind.LONG),)
REASON = Field("why", "理由", Kind.LONG)
_UNIT, _OPEN = (HANDLER, HEAD), ("raised", "at_leader", "at_executive")
_TELL = tell_units("项目问题")


def asks_department(context: Context) -> bool:
    """Tell whether the department is to decide."""
    return bool(context.value("level") == "department")


def asks_leader(context: Context) -> bool:
    """Tell whether the leader in charge is."""
    return bool(context.value("level") == "leader")


def asks_meeting(context: Context) -> bool:
    """Tell whether the executive meeting is."""
    return bool(context.value("level") == "executive")


# fmt: off
PROBLEM = CaseType(
    key="project_problem", title="项目问题", law=DECIDING,
    roles=(
        Role(HANDLER, "责任单位经办人", "handler"), Role(HEAD, "责任单位负责人", "head"),
        Role(ASKED, "责任部门负责人", "head", Where.ASSISTING),
        Role(DECIDER, "决定岗位", "head", Where.ANYWHERE),
        Role(COMMISSION, "发展改革部门", "projects", Where.ANYWHERE),
        Role(MEETING, "常务会秘书", "office", Where.ANYWHERE),
        Role(MONITOR, "督查人员", "supervisor", Where.ANYWHERE),
    ),
    states=(
        State("raised", "待决定", (ASKED,)), State("at_leader", "待包保领导决定", (DECIDER,)),
        State("at_executive", "待常务会决定", (MEETING,)), State("decided", "待落实", _UNIT),
        State("done", "已解决", end=True), State("withdrawn", "已撤回", end=True),
    ),
    opening=Action(OPEN, "提请解决", (), "raised", (*_UNIT, COMMISSION), RAISED,
                   then=(tie_to_project, tell_decider)),
    actions=(
        Action("decide", "作出决定", ("raised", "at_leader"), "decided", (DECIDER, COMMISSION), DECIDED,
               then=(_TELL,), guards=(guards.the_post_named_decides,)),
        Action("resolve", "录入常务会决定", _OPEN, "decided", (MEETING,), MINUTES, ("会议纪要",),
               then=(_TELL,)),
        Action("to_leader", "上提包保领导", ("raised",), "at_leader", (SYSTEM_ROLE, HEAD),
               then=(tell_decider,), guards=(guards.waits_for_the_department,)),
        Action("to_executive", "上提常务会", ("raised", "at_leader"), "at_executive", (SYSTEM_ROLE, HEAD),
               then=(tell_decider,), guards=(guards.waits_below_the_meeting,)),
        Action("done", "落实完成", ("decided",), "done", _UNIT, DONE),
        Action("again", "未解决再提请", ("decided",), "at_executive", (HEAD,), (REASON,),
               then=(tell_decider,)),
        Action("withdraw", "撤回", (*_OPEN, "decided"), "withdrawn", _UNIT, (REASON,)),
        Action("urge", "督办", (*_OPEN, "decided"), ANY, (MONITOR,), (REASON,), then=(_TELL,)),
    ),
    clocks=(
        Clock("department", "责任部门决定", DECIDING, (OPEN,), ("decide", "resolve"),
              "projects.decide_department", when=asks_department, miss="to_leader",
              void=("withdraw", "to_leader", "to_executive"), warn=Term(1, Unit.WORK)),
        Clock("leader", "包保领导决定", DECIDING, (OPEN,), ("decide", "resolve"),
              "projects.decide_leader", when=asks_leader, miss="to_executive",
              void=("withdraw", "to_executive"), warn=Term(1, Unit.WORK)),
        Clock("leader_next", "包保领导决定", DECIDING, ("to_leader",), ("decide", "resolve"),
              "projects.decide_leader", miss="to_executive", void=("withdraw", "to_executive"),
              warn=Term(1, Unit.WORK)),
        Clock("executive", "常务会决定", DECIDING, (OPEN,), ("decide", "resolve"),
              "projects.decide_executive", when=asks_meeting, void=("withdraw",), warn=Term(3, Unit.WORK)),
        Clock("executive_next", "常务会决定", DECIDING, ("to_executive", "again"), ("decide", "resolve"),
              "projects.decide_executive", void=("withdraw",), warn=Term(3, Unit.WORK)),
        Clock("carry_out", "落实决定", DECIDING, ("decide", "resolve"), ("done", "again"),
              anchor="carry_out_by", void=("withdraw",), warn=Term(2, Unit.WORK)),
    ),
)
# fmt: on
