-- title: 办结率
-- kind: rate
-- unit: %
-- direction: more
-- owner: government-services
-- source: 国办发〔2020〕53号（待核）
-- missing: skip
-- public: facets
-- cycle: month
-- 已办结的占已办结和逾期未办结的，按受理日期计。期限未满、已中止和待回访的不算未办结；不予受理、并入和剔除的不计。
SELECT
    subject, org, place, opened_on AS happened_on,
    CASE WHEN finished_on IS NOT NULL THEN 1 ELSE 0 END AS numerator,
    1 AS denominator
FROM facts.hotline_requests
WHERE counted AND (finished_on IS NOT NULL OR overdue)
