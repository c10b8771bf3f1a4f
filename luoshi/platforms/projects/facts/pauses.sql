-- One row is a stop of a project's works, and when they were taken up again.
--
-- subject: 编号
-- org: 责任单位的路径
-- place: 属地的行政区划代码，没有属地的为责任单位的，市直部门为空
-- sort: 项目类别
-- planned: 计划总投资，分
-- suspended_on: 停工日期
-- due_on: 冬季停工（10月至次年3月停下的）按开春复工计的日期，为其后的4月30日；其他停工为空
-- resumed_on: 复工日期，仍停工的为空
-- ended: 是否未复工即终止
-- simulated: 是否为演练的模拟数据
SELECT
    project.code AS subject,
    project.path AS org,
    coalesce(nullif(local.region, ''), unit.region) AS place,
    project.sort,
    project.planned,
    pause.suspended_on,
    CASE
        WHEN extract(MONTH FROM pause.suspended_on) >= 10
            THEN make_date(extract(YEAR FROM pause.suspended_on)::int + 1, 4, 30)
        WHEN extract(MONTH FROM pause.suspended_on) <= 3
            THEN make_date(extract(YEAR FROM pause.suspended_on)::int, 4, 30)
    END AS due_on,
    pause.resumed_on,
    pause.resumed_on IS NULL AND project.state = 'terminated' AS ended,
    project.simulated
FROM projects_project AS project
JOIN cases_case AS matter ON matter.id = project.case_id
JOIN orgs_organisation AS unit ON unit.id = matter.unit_id
LEFT JOIN orgs_organisation AS local ON local.code = project.locality
CROSS JOIN LATERAL (
    SELECT
        (event.data ->> 'suspended_on')::date AS suspended_on,
        (
            SELECT (later.data ->> 'resumed_on')::date
            FROM cases_event AS later
            WHERE later.case_id = event.case_id AND later.seq > event.seq AND later.action = 'resume'
            ORDER BY later.seq
            LIMIT 1
        ) AS resumed_on
    FROM cases_event AS event
    WHERE event.case_id = project.case_id AND event.action = 'suspend'
) AS pause
WHERE project.started_on IS NOT NULL
