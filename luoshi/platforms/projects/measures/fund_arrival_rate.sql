-- title: 资金到位率
-- kind: rate
-- unit: %
-- direction: more
-- owner: development-reform
-- source: 政府投资条例(2019)
-- missing: skip
-- public: facets
-- cycle: year
-- 该期批准的各类资金中已下达到项目的比例：已下达金额之和比批准金额之和，按批准日期计。银行贷款和自筹以到账为下达。
SELECT
    subject, org, place, approved_on AS happened_on,
    allocated AS numerator,
    approved AS denominator
FROM facts.projects_funds
WHERE state = 'approved'
