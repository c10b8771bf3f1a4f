-- title: 建议提案件数
-- kind: flow
-- unit: 件
-- direction: none
-- owner: office
-- source: 代表法(2025)第51条
-- missing: zero
-- public: rows
-- cycle: quarter
-- 按提出日期计，不予立案的也在内。记录完整，所以没有记录就是没有发生。
SELECT subject, org, place, opened_on AS happened_on, 1 AS value
FROM facts.proposals_matters
