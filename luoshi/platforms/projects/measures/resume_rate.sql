-- title: 复工率
-- kind: rate
-- unit: %
-- direction: more
-- owner: development-reform
-- source: 口径为本平台设定（待核）
-- missing: skip
-- public: facets
-- cycle: month
-- 冬季停工（10月至次年3月停下）的项目中已复工的，按其后的4月30日计；未复工即终止的不计。
SELECT
    subject, org, place, due_on AS happened_on,
    CASE WHEN resumed_on IS NOT NULL THEN 1 ELSE 0 END AS numerator,
    1 AS denominator
FROM facts.projects_pauses
WHERE due_on IS NOT NULL AND NOT ended
