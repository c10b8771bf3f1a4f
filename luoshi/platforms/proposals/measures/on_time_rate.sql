-- title: 按期答复率
-- kind: rate
-- unit: %
-- direction: more
-- owner: office
-- source: 代表法(2025)第51条
-- missing: skip
-- public: rows
-- cycle: quarter
-- 期限内答复的占已见分晓的：按期的按答复日期计，逾期的按期限届满日计，不论后来是否答复。
SELECT
    subject, org, place,
    CASE WHEN on_time THEN answered_on ELSE answer_due_on END AS happened_on,
    CASE WHEN on_time THEN 1 ELSE 0 END AS numerator,
    1 AS denominator
FROM facts.proposals_matters
WHERE on_time IS NOT NULL
