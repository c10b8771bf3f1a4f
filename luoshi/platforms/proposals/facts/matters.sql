-- One row is a matter: a deputy's suggestion or a CPPCC proposal, as its events and its deadline stand.
-- Days are local. Nothing of its text and nobody's name is in it.
--
-- subject: 编号
-- org: 主办单位的路径，未交办的为受理单位
-- place: 主办单位的行政区划代码，市直部门为空
-- origin: 来源：deputy 人大代表建议，cppcc 政协提案
-- opened_on: 提出日期
-- assigned_on: 第一次交办的日期
-- declined: 是否不予立案
-- answered_on: 第一次答复的日期
-- result: 最近一次答复的办理结果 A、B、C、D
-- rated_on: 对最近一次答复作出评价的日期
-- rating: 对最近一次答复的评价：satisfied 满意，mostly 基本满意，unsatisfied 不满意；未评价为空
-- dissents: 评价不满意的次数
-- promised_on: 最近一次答复承诺解决的日期
-- counted_on: 最近一次复核承诺的日期
-- kept: 复核认定是否兑现；未复核为空
-- closed_on: 办结日期
-- answer_due_on: 答复期限届满的日期
-- on_time: 是否按期答复；未答复而期限未满为空
-- simulated: 是否为演练的模拟数据
SELECT
    matter.code AS subject,
    matter.path AS org,
    unit.region AS place,
    matter.data ->> 'origin' AS origin,
    (matter.opened_at AT TIME ZONE 'Asia/Shanghai')::date AS opened_on,
    (done.assigned_at AT TIME ZONE 'Asia/Shanghai')::date AS assigned_on,
    matter.state = 'declined' AS declined,
    (done.answered_at AT TIME ZONE 'Asia/Shanghai')::date AS answered_on,
    matter.data ->> 'result' AS result,
    CASE WHEN verdict.action <> 'answer' THEN (verdict.at AT TIME ZONE 'Asia/Shanghai')::date END AS rated_on,
    CASE verdict.action WHEN 'rate' THEN matter.data ->> 'rating' WHEN 'dissent' THEN 'unsatisfied' END AS rating,
    done.dissents,
    (matter.data ->> 'promised_on')::date AS promised_on,
    (done.counted_at AT TIME ZONE 'Asia/Shanghai')::date AS counted_on,
    (matter.data ->> 'kept') = 'kept' AS kept,
    (matter.closed_at AT TIME ZONE 'Asia/Shanghai')::date AS closed_on,
    (term.due_at AT TIME ZONE 'Asia/Shanghai')::date AS answer_due_on,
    CASE
        WHEN done.answered_at IS NOT NULL THEN term.status = 'met'
        WHEN matter.state = 'assigned' AND term.status = 'missed' THEN FALSE
    END AS on_time,
    matter.simulated
-- Matters are found by the index case_by_state (type, state), their events by event_once (case, seq),
-- their last deadline by deadline_once (case, clock, unit, seq): the work grows with matters of this type alone.
FROM cases_case AS matter
JOIN orgs_organisation AS unit ON unit.id = matter.unit_id
CROSS JOIN LATERAL (
    SELECT
        min(event.at) FILTER (WHERE event.action = 'assign') AS assigned_at,
        min(event.at) FILTER (WHERE event.action = 'answer') AS answered_at,
        max(event.at) FILTER (WHERE event.action = 'recount') AS counted_at,
        count(*) FILTER (WHERE event.action = 'dissent') AS dissents
    FROM cases_event AS event
    WHERE event.case_id = matter.id
) AS done
LEFT JOIN LATERAL (
    SELECT event.action, event.at
    FROM cases_event AS event
    WHERE event.case_id = matter.id AND event.action IN ('answer', 'rate', 'dissent')
    ORDER BY event.seq DESC
    LIMIT 1
) AS verdict ON TRUE
LEFT JOIN LATERAL (
    SELECT deadline.status, deadline.due_at
    FROM cases_deadline AS deadline
    WHERE deadline.case_id = matter.id AND deadline.clock = 'answer'
    ORDER BY deadline.seq DESC
    LIMIT 1
) AS term ON TRUE
WHERE matter.type = 'proposals'
