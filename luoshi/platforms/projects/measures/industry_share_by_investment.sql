-- title: 开工复工5000万元以上项目中产业类占比（按投资额）
-- kind: rate
-- unit: %
-- direction: more
-- owner: development-reform
-- source: 2026年政府工作报告；口径为本平台设定（待核）
-- missing: skip
-- public: facets
-- cycle: month
-- 同“开工复工5000万元以上项目”的范围，产业类的占全部的，按计划总投资（元）。
SELECT
    subject, org, place, happened_on,
    CASE WHEN sort = 'industry' THEN planned * 0.01 ELSE 0 END AS numerator,
    planned * 0.01 AS denominator
FROM facts.projects_starts
WHERE planned >= 5000000000 AND evidenced AND NOT ended
