-- title: 储备项目转化率
-- kind: rate
-- unit: %
-- direction: more
-- owner: development-reform
-- source: 口径为本平台设定（待核）
-- missing: skip
-- public: facets
-- cycle: month
-- 入储备库的5000万元以上项目中已开工的，按入储备库日期计；并入别的项目的不计，终止的计为未转化。
SELECT
    subject, org, place, reserved_on AS happened_on,
    CASE WHEN started_on IS NOT NULL THEN 1 ELSE 0 END AS numerator,
    1 AS denominator
FROM facts.projects_projects
WHERE reserved_on IS NOT NULL AND state NOT IN ('merged', 'split') AND planned >= 5000000000
