-- title: 有争议的到位资金
-- kind: flow
-- unit: 元
-- direction: less
-- owner: commerce
-- source: 招商引资到位资金认定办法（待核）
-- missing: zero
-- public: facets
-- cycle: month
-- 认定有争议的金额，含申诉尚未答复的，按到账日期计。
SELECT subject, org, place, paid_on AS happened_on, disputed * 0.01 AS value
FROM facts.investment_instalments
WHERE disputed > 0
