-- title: 按时办结率
-- kind: rate
-- unit: %
-- direction: more
-- owner: government-services
-- source: 12345热线办理规定（待核）
-- missing: skip
-- public: facets
-- cycle: month
-- 期限内答复的占期限届满的，按期限届满日计。重办的按重办期限，曾逾期的算逾期。期限自派单起算，当场答复的没有期限，不计。
SELECT
    subject, org, place, due_on AS happened_on,
    CASE WHEN on_time THEN 1 ELSE 0 END AS numerator,
    1 AS denominator
FROM facts.hotline_requests
WHERE counted AND on_time IS NOT NULL
