-- title: 资金支付率
-- kind: rate
-- unit: %
-- direction: more
-- owner: development-reform
-- source: 政府投资条例(2019)
-- missing: skip
-- public: facets
-- cycle: year
-- 该期首次下达的资金中已支付的比例：已支付金额之和比已下达金额减已缴回金额之和，按首次下达日期计。
SELECT
    subject, org, place, passed_on AS happened_on,
    drawn AS numerator,
    allocated - returned AS denominator
FROM facts.projects_funds
WHERE allocated - returned > 0
