-- title: 开工复工5000万元以上项目
-- kind: flow
-- unit: 个
-- direction: more
-- owner: development-reform
-- source: 2026年政府工作报告；口径为本平台设定（待核）
-- missing: zero
-- public: facets
-- cycle: month
-- 本年内开工或复工的计划总投资5000万元以上的项目，一个项目一年只计一次，按该年第一次开工或复工的日期计。
-- 不计的（不足5000万元、本年未开工复工、没有现场照片或施工合同、本年内终止的）逐个见项目口径页。
SELECT subject, org, place, happened_on, 1 AS value
FROM facts.projects_starts
WHERE planned >= 5000000000 AND evidenced AND NOT ended
