-- One row is an application on a day on which its idle money changed: what had lain long enough by then and not
-- gone out since, first in first out, in fen. How long is the parameter projects.fund_idle of the day of passing on.
--
-- subject: 资金申请编号
-- org: 项目责任单位的路径
-- place: 属地的行政区划代码，没有属地的为空
-- source: 资金来源
-- day: 日期
-- ripe: 至当日已满闲置期限的下达金额
-- gone: 至当日已支付和已缴回的金额
-- idle: 闲置金额
-- simulated: 是否为演练的模拟数据
WITH passed AS (
    SELECT
        given.application_id,
        greatest(given.happened_on, coalesce(first.happened_on, given.happened_on) + term.days) AS day,
        given.amount
    FROM projects_allocation AS given
    LEFT JOIN projects_allocation AS first ON first.id = given.reverses_id
    CROSS JOIN LATERAL (
        SELECT (setting.value #>> '{}')::integer AS days
        FROM parameters_parameter AS setting
        WHERE
            setting.key = 'projects.fund_idle'
            AND setting.valid_from <= coalesce(first.happened_on, given.happened_on)
            AND (setting.valid_to IS NULL OR setting.valid_to > coalesce(first.happened_on, given.happened_on))
        ORDER BY length(setting.scope) DESC
        LIMIT 1
    ) AS term
),
moved AS (
    SELECT application_id, day, amount AS ripe, 0 AS gone FROM passed
    UNION ALL
    SELECT application_id, happened_on, 0, amount FROM projects_drawdown
    UNION ALL
    SELECT application_id, happened_on, 0, amount FROM projects_fundreturn
),
by_day AS (
    SELECT application_id, day, sum(ripe) AS ripe, sum(gone) AS gone FROM moved GROUP BY application_id, day
),
stood AS (
    SELECT
        application_id,
        day,
        sum(ripe) OVER past AS ripe,
        sum(gone) OVER past AS gone
    FROM by_day
    WINDOW past AS (PARTITION BY application_id ORDER BY day)
)
SELECT
    asking.code AS subject,
    project.path AS org,
    nullif(local.region, '') AS place,
    asking.source,
    stood.day,
    stood.ripe::bigint AS ripe,
    stood.gone::bigint AS gone,
    greatest(stood.ripe - stood.gone, 0)::bigint AS idle,
    asking.simulated
FROM stood
JOIN projects_fundapplication AS asking ON asking.id = stood.application_id
JOIN projects_project AS project ON project.case_id = asking.project_id
LEFT JOIN orgs_organisation AS local ON local.code = project.locality
