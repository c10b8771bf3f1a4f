-- title: 预付资金存管余额
-- kind: stock
-- unit: 元
-- direction: none
-- owner: market-regulation
-- source: 预付式消费存管规定（待核）
-- missing: skip
-- public: facets
-- cycle: month
-- 银行报的专户期末余额，取各账户最后一个有对账文件的日期。
SELECT subject, org, place, day AS happened_on, closing * 0.01 AS value
FROM facts.prepaid_custody
