-- title: 招商引资到位资金
-- kind: flow
-- unit: 元
-- direction: more
-- owner: commerce
-- source: 招商引资到位资金认定办法（待核）
-- missing: zero
-- public: facets
-- cycle: month
-- 只计经第二人认定的金额，按到账日期计；同一凭证只计一次。待认定、有争议、不予认定的都不计。
SELECT subject, org, place, paid_on AS happened_on, counted * 0.01 AS value
FROM facts.investment_instalments
WHERE counted > 0
