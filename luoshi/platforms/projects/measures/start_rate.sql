-- title: 开工率
-- kind: rate
-- unit: %
-- direction: more
-- owner: development-reform
-- source: 口径为本平台设定（待核）
-- missing: skip
-- public: facets
-- cycle: month
-- 计划开工日期已到的项目中已开工的，按计划开工日期计；终止、并入的不计。
SELECT
    subject, org, place, plans_start_on AS happened_on,
    CASE WHEN started_on IS NOT NULL THEN 1 ELSE 0 END AS numerator,
    1 AS denominator
FROM facts.projects_projects
WHERE reserved_on IS NOT NULL AND plans_start_on IS NOT NULL AND ended_on IS NULL
