-- title: 承诺兑现率
-- kind: rate
-- unit: %
-- direction: more
-- owner: office
-- source: 建议提案办理规定（待核）
-- missing: skip
-- public: rows
-- cycle: quarter
-- 复核认定已兑现的占经复核的B类承诺，按复核日期计。复核由答复人以外的人作出。
SELECT
    subject, org, place, counted_on AS happened_on,
    CASE WHEN kept THEN 1 ELSE 0 END AS numerator,
    1 AS denominator
FROM facts.proposals_matters
WHERE kept IS NOT NULL
