-- One row is a calendar year in which a project was started or taken up again: its first such act of the
-- year, so that a project that is started, stopped and taken up again in one year counts once.
--
-- subject: 编号
-- org: 责任单位的路径
-- place: 属地的行政区划代码，没有属地的为责任单位的，市直部门为空
-- happened_on: 该年第一次开工或复工的日期
-- kind: start 开工，resume 复工
-- sort: 项目类别，industry 为产业类
-- planned: 计划总投资，分
-- major: 是否重大项目
-- evidenced: 是否有现场照片或施工合同为证；复工须有该次复工的
-- ended: 是否在该年内终止
-- simulated: 是否为演练的模拟数据
SELECT
    project.code AS subject,
    project.path AS org,
    coalesce(nullif(local.region, ''), unit.region) AS place,
    first.happened_on,
    first.action AS kind,
    project.sort,
    project.planned,
    project.major,
    EXISTS (
        SELECT 1
        FROM cases_evidence AS proof
        WHERE
            proof.case_id = project.case_id
            AND proof.kind IN ('现场照片', '施工合同')
            AND proof.seq <= first.seq
            AND (first.action = 'start' OR proof.seq = first.seq)
    ) AS evidenced,
    project.state = 'terminated'
    AND extract(YEAR FROM project.stage_since) = extract(YEAR FROM first.happened_on) AS ended,
    project.simulated
-- Only projects that have begun are looked at; their acts are found by the index event_once (case, seq).
FROM projects_project AS project
JOIN cases_case AS matter ON matter.id = project.case_id
JOIN orgs_organisation AS unit ON unit.id = matter.unit_id
LEFT JOIN orgs_organisation AS local ON local.code = project.locality
CROSS JOIN LATERAL (
    SELECT DISTINCT ON (extract(YEAR FROM said.happened_on)) said.happened_on, said.action, said.seq
    FROM (
        SELECT
            coalesce(event.data ->> 'started_on', event.data ->> 'resumed_on')::date AS happened_on,
            event.action,
            event.seq
        FROM cases_event AS event
        WHERE event.case_id = project.case_id AND event.action IN ('start', 'resume')
    ) AS said
    ORDER BY extract(YEAR FROM said.happened_on), said.happened_on, said.seq
) AS first
WHERE project.started_on IS NOT NULL
