-- title: 存管资金覆盖率
-- kind: rate
-- unit: %
-- direction: more
-- owner: market-regulation
-- source: 预付式消费存管规定（待核）
-- missing: skip
-- public: facets
-- cycle: month
-- 银行报的专户余额占卡内存管余额的，取各账户当月最后一个有对账文件的日期；几个月合计的，是各月末之和的比。
-- 专户里还有待划付、保证金、利息和待认领的款项，所以通常高于100%；低于100%，就有一部分卡内余额没有钱。
SELECT
    subject, org, place, day AS happened_on,
    closing AS numerator,
    card AS denominator
FROM facts.prepaid_custody
WHERE last AND card > 0
