-- One row is a question the public put to a department (题目), as its events and its data stand.
-- Days are local. Nothing of its text and nobody's name is in it.
--
-- subject: 编号
-- org: 牵头部门的路径，未交办的为受理单位
-- place: 牵头部门的行政区划代码，市直部门为空
-- source: 来源
-- raised_on: 点题日期
-- dropped: 是否不列为题目
-- assigned_on: 最近一次交办的日期
-- answered_on: 最近一次公布答题方案的日期
-- answer_due_on: 最近一次交办后答题期限届满的日期，未交办的为空
-- answered_in_time: 是否在最近一次交办后的期限内答题；期限未满而未答题的为空
-- delivered_on: 最近一次报告完成的日期
-- evaluated_on: 社会评价的日期，未评价的为空
-- asked: 社会评价的抽样人数
-- responded: 社会评价的应答人数
-- pleased: 社会评价的满意人数
-- simulated: 是否为演练的模拟数据
SELECT
    topic.code AS subject,
    topic.path AS org,
    unit.region AS place,
    topic.data ->> 'source' AS source,
    (topic.opened_at AT TIME ZONE 'Asia/Shanghai')::date AS raised_on,
    topic.state = 'dropped' AS dropped,
    (done.assigned_at AT TIME ZONE 'Asia/Shanghai')::date AS assigned_on,
    (done.answered_at AT TIME ZONE 'Asia/Shanghai')::date AS answered_on,
    (owed.due_at AT TIME ZONE 'Asia/Shanghai')::date AS answer_due_on,
    CASE owed.status
        WHEN 'met' THEN TRUE
        WHEN 'late' THEN FALSE
        WHEN 'missed' THEN FALSE
    END AS answered_in_time,
    (done.delivered_at AT TIME ZONE 'Asia/Shanghai')::date AS delivered_on,
    (done.evaluated_at AT TIME ZONE 'Asia/Shanghai')::date AS evaluated_on,
    (topic.data ->> 'asked')::integer AS asked,
    (topic.data ->> 'responded')::integer AS responded,
    (topic.data ->> 'pleased')::integer AS pleased,
    topic.simulated
-- Topics are found by the index case_by_state (type, state), their events by event_once (case, seq), their
-- deadlines by deadline_once (case, clock).
FROM cases_case AS topic
JOIN orgs_organisation AS unit ON unit.id = topic.unit_id
CROSS JOIN LATERAL (
    SELECT
        max(event.at) FILTER (WHERE event.action = 'assign') AS assigned_at,
        max(event.at) FILTER (WHERE event.action = 'answer') AS answered_at,
        max(event.at) FILTER (WHERE event.action = 'deliver') AS delivered_at,
        max(event.at) FILTER (WHERE event.action = 'evaluate') AS evaluated_at
    FROM cases_event AS event
    WHERE event.case_id = topic.id
) AS done
LEFT JOIN LATERAL (
    SELECT deadline.due_at, deadline.status
    FROM cases_deadline AS deadline
    WHERE deadline.case_id = topic.id AND deadline.clock = 'answer' AND deadline.status <> 'void'
    ORDER BY deadline.seq DESC
    LIMIT 1
) AS owed ON TRUE
WHERE topic.type = 'topic'
