-- One row is an application of a project for money of one source, with what came of it so far, in fen.
--
-- subject: 资金申请编号
-- org: 项目责任单位的路径
-- place: 属地的行政区划代码，没有属地的为空
-- project: 项目编号
-- source: 资金来源
-- batch: 申报批次编号，不按批次的为空
-- state: 已申请、已推荐上报、已批准、未获批准或已撤回
-- asked: 申请金额
-- asked_on: 申请日期
-- approved: 批准金额，未批准的为空
-- approved_on: 批准日期
-- allocated: 已下达，冲正的已扣除
-- passed_on: 首次下达日期
-- drawn: 已支付，冲正的已扣除
-- returned: 已缴回，冲正的已扣除
-- simulated: 是否为演练的模拟数据
WITH passed AS (
    SELECT application_id, sum(amount)::bigint AS amount, min(happened_on) AS first_on
    FROM projects_allocation
    GROUP BY application_id
),
paid AS (
    SELECT application_id, sum(amount)::bigint AS amount FROM projects_drawdown GROUP BY application_id
),
back AS (
    SELECT application_id, sum(amount)::bigint AS amount FROM projects_fundreturn GROUP BY application_id
)
SELECT
    asking.code AS subject,
    project.path AS org,
    nullif(local.region, '') AS place,
    project.code AS project,
    asking.source,
    batch.code AS batch,
    asking.state,
    asking.asked,
    asking.asked_on,
    asking.approved,
    asking.approved_on,
    coalesce(passed.amount, 0) AS allocated,
    passed.first_on AS passed_on,
    coalesce(paid.amount, 0) AS drawn,
    coalesce(back.amount, 0) AS returned,
    asking.simulated
FROM projects_fundapplication AS asking
JOIN projects_project AS project ON project.case_id = asking.project_id
LEFT JOIN projects_fundwindow AS batch ON batch.id = asking.window_id
LEFT JOIN passed ON passed.application_id = asking.id
LEFT JOIN paid ON paid.application_id = asking.id
LEFT JOIN back ON back.application_id = asking.id
LEFT JOIN orgs_organisation AS local ON local.code = project.locality
