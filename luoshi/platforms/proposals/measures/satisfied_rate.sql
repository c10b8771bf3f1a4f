-- title: 满意率
-- kind: rate
-- unit: %
-- direction: more
-- owner: office
-- source: 建议提案办理规定（待核）
-- missing: skip
-- public: facets
-- cycle: quarter
-- 对最近一次答复满意和基本满意的占作出评价的，按评价日期计。逾期未评价的不算满意，也不算不满意。
SELECT
    subject, org, place, rated_on AS happened_on,
    CASE WHEN rating IN ('satisfied', 'mostly') THEN 1 ELSE 0 END AS numerator,
    1 AS denominator
FROM facts.proposals_matters
WHERE rating IS NOT NULL
