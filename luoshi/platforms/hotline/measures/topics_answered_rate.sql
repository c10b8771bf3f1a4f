-- title: 点题按期答题率
-- kind: rate
-- unit: %
-- direction: more
-- owner: office
-- source: 群众点题工作规定（待核）
-- missing: skip
-- public: rows
-- cycle: quarter
-- 期限内公布答题方案的占答题期限已有结果的，按期限届满日计。逾期后答的、逾期未答的都算未按期。
SELECT
    subject, org, place, answer_due_on AS happened_on,
    CASE WHEN answered_in_time THEN 1 ELSE 0 END AS numerator,
    1 AS denominator
FROM facts.hotline_topics
WHERE answered_in_time IS NOT NULL AND NOT dropped
