-- title: 储备5000万元以上项目
-- kind: stock
-- unit: 个
-- direction: more
-- owner: development-reform
-- source: 2026年政府工作报告；口径为本平台设定（待核）
-- missing: zero
-- public: facets
-- cycle: month
-- 在储备库中、尚未开工的项目，计划总投资5000万元以上；开工、终止或并入的离库。各档相互包含。
SELECT subject, org, place, reserved_on AS happened_on, 1 AS value
FROM facts.projects_projects
WHERE planned >= 5000000000 AND reserved_on IS NOT NULL AND (left_on IS NULL OR left_on > reserved_on)
UNION ALL
SELECT subject, org, place, left_on AS happened_on, 0 AS value
FROM facts.projects_projects
WHERE planned >= 5000000000 AND reserved_on IS NOT NULL AND left_on > reserved_on
