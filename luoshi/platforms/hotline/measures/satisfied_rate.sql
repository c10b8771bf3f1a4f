-- title: 满意率
-- kind: rate
-- unit: %
-- direction: more
-- owner: government-services
-- source: 12345热线办理规定（待核）
-- missing: skip
-- public: facets
-- cycle: month
-- 回访满意的占回访到的，按所评价的答复的日期计。退回重办的，再次答复之前算不满意；未接通和逾期未评价的不计，剔除的不计。
SELECT
    subject, org, place, answered_on AS happened_on,
    CASE WHEN satisfied THEN 1 ELSE 0 END AS numerator,
    1 AS denominator
FROM facts.hotline_requests
WHERE counted AND satisfied IS NOT NULL
