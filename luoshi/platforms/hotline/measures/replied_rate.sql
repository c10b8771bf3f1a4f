-- title: 回复率
-- kind: rate
-- unit: %
-- direction: more
-- owner: government-services
-- source: 国办发〔2020〕53号（待核）
-- missing: skip
-- public: facets
-- cycle: month
-- 已答复的占已答复和逾期未答复的，按受理日期计，当场答复的也在内。期限未满的不算未答复；不予受理、并入和剔除的不计。
SELECT
    subject, org, place, opened_on AS happened_on,
    CASE WHEN answered_on IS NOT NULL THEN 1 ELSE 0 END AS numerator,
    1 AS denominator
FROM facts.hotline_requests
WHERE counted AND (answered_on IS NOT NULL OR overdue)
