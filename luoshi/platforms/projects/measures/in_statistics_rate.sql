-- title: 入统率
-- kind: rate
-- unit: %
-- direction: more
-- owner: development-reform
-- source: 固定资产投资统计报表制度（待核）
-- missing: skip
-- public: facets
-- cycle: month
-- 已开工、计划总投资500万元以上的项目中已入统的，按开工日期计。
SELECT
    subject, org, place, started_on AS happened_on,
    CASE WHEN statistics_on IS NOT NULL THEN 1 ELSE 0 END AS numerator,
    1 AS denominator
FROM facts.projects_projects
WHERE started_on IS NOT NULL AND planned >= 500000000
