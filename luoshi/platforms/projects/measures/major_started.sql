-- title: 重大项目开工
-- kind: flow
-- unit: 个
-- direction: more
-- owner: development-reform
-- source: 2026年政府工作报告；口径为本平台设定（待核）
-- missing: zero
-- public: facets
-- cycle: month
-- 标为重大项目、本年开工的，按开工日期计；有现场照片或施工合同为证，本年内终止的不计。名单以公布的为准。
SELECT subject, org, place, happened_on, 1 AS value
FROM facts.projects_starts
WHERE major AND kind = 'start' AND evidenced AND NOT ended
