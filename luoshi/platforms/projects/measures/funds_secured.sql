-- title: 争取超长期国债、中央预算、专项债券资金
-- kind: flow
-- unit: 元
-- direction: more
-- owner: development-reform
-- source: 政府投资条例(2019)
-- missing: zero
-- public: facets
-- cycle: year
-- 已批准的超长期特别国债、中央预算内投资和地方政府专项债券的批准金额，按批准日期计。申请中、已推荐上报、未获批准和撤回的不计。
SELECT subject, org, place, approved_on AS happened_on, approved * 0.01 AS value
FROM facts.projects_funds
WHERE state = 'approved' AND source IN ('special_bond', 'central_budget', 'local_bond')
