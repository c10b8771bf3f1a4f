-- title: 申报到位资金
-- kind: flow
-- unit: 元
-- direction: none
-- owner: commerce
-- source: 招商引资到位资金认定办法（待核）
-- missing: zero
-- public: facets
-- cycle: month
-- 招引单位申报的全部金额，按到账日期计，不论是否认定。
SELECT subject, org, place, paid_on AS happened_on, claimed * 0.01 AS value
FROM facts.investment_instalments
WHERE claimed > 0
