-- One row is a resident's request, as its read model and what it still owes stand.
-- Days are local. Nothing of its text and nothing of who asked is in it.
--
-- subject: 编号
-- org: 主办单位的路径，未派单的为受理单位
-- place: 属地的行政区划代码，没有属地的为主办单位的，市直部门为空
-- channel: 渠道
-- sort: 诉求类型
-- merchant: 涉及的预付卡门店编号，不涉及的为空
-- category: 诉求分类代码
-- term: 时限类别
-- opened_on: 受理日期
-- dispatched_on: 第一次派单的日期，当场答复的为空
-- contacted_on: 第一次联系诉求人的日期
-- answered_on: 最近一次答复的日期
-- finished_on: 最近一次办结的日期，未办结的为空
-- due_on: 最近一次办结或重办期限届满的日期，当场答复的为空
-- declined: 是否不予受理
-- merged: 是否并入别的工单
-- excluded: 是否经第二人同意剔除
-- counted: 是否计入比率：不是不予受理、并入或剔除的
-- overdue: 是否有派单、裁定、办结或重办的期限已过而仍未办
-- on_time: 办结和重办是否都未曾逾期；未答复而期限未满、已中止的为空
-- returns: 退回和提请裁定的次数
-- redone: 退回重办和重新办理的次数
-- outcome: 最近一次答复的办理结果
-- solved: 诉求人认为最近一次答复是否解决；没有回访到的为空，退回重办后未再答复的为否
-- satisfied: 诉求人对最近一次答复是否满意；没有回访到的为空，退回重办后未再答复的为否
-- repeated: 是否重复反映先前的诉求
-- simulated: 是否为演练的模拟数据
SELECT
    request.code AS subject,
    request.path AS org,
    coalesce(nullif(local.region, ''), unit.region) AS place,
    request.channel,
    request.sort,
    coalesce(matter.data ->> 'merchant', '') AS merchant,
    request.category,
    request."limit" AS term,
    (request.opened_at AT TIME ZONE 'Asia/Shanghai')::date AS opened_on,
    (request.dispatched_at AT TIME ZONE 'Asia/Shanghai')::date AS dispatched_on,
    (request.contacted_at AT TIME ZONE 'Asia/Shanghai')::date AS contacted_on,
    (request.answered_at AT TIME ZONE 'Asia/Shanghai')::date AS answered_on,
    (request.finished_at AT TIME ZONE 'Asia/Shanghai')::date AS finished_on,
    (request.due_at AT TIME ZONE 'Asia/Shanghai')::date AS due_on,
    request.state = 'declined' AS declined,
    request.state = 'merged' AS merged,
    request.excluded,
    NOT request.excluded AND request.state NOT IN ('declined', 'merged') AS counted,
    owed.case_id IS NOT NULL AS overdue,
    CASE
        WHEN request.due_at IS NULL THEN NULL
        WHEN request.late THEN FALSE
        WHEN request.state IN ('answered', 'finished', 'archived') THEN TRUE
    END AS on_time,
    request.returns,
    request.redone,
    request.outcome,
    CASE
        WHEN request.answered_at IS NULL THEN NULL
        WHEN request.state NOT IN ('answered', 'finished', 'archived') THEN FALSE
        WHEN request.reached THEN request.solved
    END AS solved,
    CASE
        WHEN request.answered_at IS NULL THEN NULL
        WHEN request.state NOT IN ('answered', 'finished', 'archived') THEN FALSE
        WHEN request.reached THEN request.satisfied
    END AS satisfied,
    request.repeat_of_id IS NOT NULL OR said.case_id IS NOT NULL AS repeated,
    request.simulated
-- What is owed is found by the index deadline_owed, which holds no more than what is open.
FROM hotline_request AS request
JOIN cases_case AS matter ON matter.id = request.case_id
JOIN orgs_organisation AS unit ON unit.id = matter.unit_id
LEFT JOIN orgs_organisation AS local ON local.code = request.locality
LEFT JOIN (
    SELECT DISTINCT deadline.case_id
    FROM cases_deadline AS deadline
    WHERE deadline.status = 'missed' AND deadline.clock IN ('dispatch', 'arbitrate', 'finish', 'redo')
) AS owed ON owed.case_id = request.case_id
LEFT JOIN (
    SELECT DISTINCT link.case_id
    FROM cases_link AS link
    WHERE link.kind = 'repeats'
) AS said ON said.case_id = request.case_id
