-- title: 账实恒等式差额
-- kind: stock
-- unit: 元
-- direction: less
-- owner: market-regulation
-- source: 预付式消费存管规定（待核）
-- missing: skip
-- public: facets
-- cycle: month
-- 每个门店：存管资金＝卡内存管余额＋待划付＋保证金＋利息＋待认领－待补手续费，自持预收款＝卡内自持余额，已赠送＝赠送余额。
-- 三条相差的绝对值之和，取门店最后一个有动账的日期。应为零，不为零就是账有错。
SELECT subject, org, place, day AS happened_on, gap * 0.01 AS value
FROM facts.prepaid_balances
