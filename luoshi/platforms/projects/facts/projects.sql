-- One row is a project, as its acts have left it. Days are local, money is whole fen.
-- Nothing of its text, nobody who builds it and no number of a paper is in it.
--
-- subject: 编号
-- org: 责任单位的路径
-- place: 属地的行政区划代码，没有属地的为责任单位的，市直部门为空
-- nature: 投资性质：government 政府投资，enterprise 企业投资
-- sort: 项目类别，industry 为产业类
-- key_industry: 重点产业，不属于的为空
-- industry: 国民经济行业代码，未填的为空
-- horizon: 储备期：five 五年储备，three 三年滚动，one 年度开工
-- state: 现在的环节
-- planned: 计划总投资
-- secured: 已落实资金
-- invested: 累计完成投资
-- physical: 形象进度，万分比
-- major: 是否重大项目
-- livelihood: 是否民生项目
-- proposed_on: 谋划日期
-- reserved_on: 入储备库日期
-- left_on: 离开储备库的日期：开工，或者终止、并入；仍在库的为空
-- approved_on: 立项、备案或核准日期
-- funded_on: 第一笔资金落实的日期
-- plans_start_on: 计划开工日期
-- started_on: 开工日期
-- library_on: 入库日期
-- statistics_on: 入统日期
-- finished_on: 竣工验收日期
-- ended_on: 终止或并入的日期
-- waits_funds: 入储备库到资金落实的天数
-- waits_start: 资金落实到开工的天数
-- waits_statistics: 开工到入统的天数
-- simulated: 是否为演练的模拟数据
SELECT
    project.code AS subject,
    project.path AS org,
    coalesce(nullif(local.region, ''), unit.region) AS place,
    project.nature,
    project.sort,
    project.key_industry,
    project.industry,
    project.horizon,
    project.state,
    project.planned,
    project.secured,
    project.invested,
    project.physical,
    project.major,
    project.livelihood,
    project.proposed_on,
    project.reserved_on,
    CASE
        WHEN project.started_on IS NOT NULL THEN project.started_on
        WHEN project.state IN ('terminated', 'merged', 'split') THEN project.stage_since
    END AS left_on,
    project.approved_on,
    project.funded_on,
    project.plans_start_on,
    project.started_on,
    project.library_on,
    project.statistics_on,
    project.finished_on,
    CASE WHEN project.state IN ('terminated', 'merged', 'split') THEN project.stage_since END AS ended_on,
    project.funded_on - project.reserved_on AS waits_funds,
    project.started_on - project.funded_on AS waits_start,
    project.statistics_on - project.started_on AS waits_statistics,
    project.simulated
FROM projects_project AS project
JOIN cases_case AS matter ON matter.id = project.case_id
JOIN orgs_organisation AS unit ON unit.id = matter.unit_id
LEFT JOIN orgs_organisation AS local ON local.code = project.locality
