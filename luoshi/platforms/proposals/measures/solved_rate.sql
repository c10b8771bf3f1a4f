-- title: 解决率
-- kind: rate
-- unit: %
-- direction: more
-- owner: office
-- source: 建议提案办理规定（待核）
-- missing: skip
-- public: rows
-- cycle: quarter
-- 办理结果为A类（已经解决）的占已答复的，按第一次答复的日期计。与办复率并列公布。
SELECT
    subject, org, place, answered_on AS happened_on,
    CASE WHEN result = 'A' THEN 1 ELSE 0 END AS numerator,
    1 AS denominator
FROM facts.proposals_matters
WHERE answered_on IS NOT NULL
