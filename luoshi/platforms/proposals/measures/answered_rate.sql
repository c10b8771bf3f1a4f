-- title: 办复率
-- kind: rate
-- unit: %
-- direction: more
-- owner: office
-- source: 代表法(2025)第51条
-- missing: skip
-- public: rows
-- cycle: quarter
-- 已答复的占已交办的，按交办日期计。不予立案的不计。
SELECT
    subject, org, place, assigned_on AS happened_on,
    CASE WHEN answered_on IS NOT NULL THEN 1 ELSE 0 END AS numerator,
    1 AS denominator
FROM facts.proposals_matters
WHERE assigned_on IS NOT NULL AND NOT declined
