-- title: 预付卡实收金额
-- kind: flow
-- unit: 元
-- direction: none
-- owner: market-regulation
-- source: 单用途商业预付卡管理办法（试行）（待核）
-- missing: zero
-- public: facets
-- cycle: month
-- 签订的预付合同的实付金额，不含赠送，按签订日期计。只是接入平台的门店。
SELECT subject, org, place, signed_on AS happened_on, paid * 0.01 AS value
FROM facts.prepaid_contracts
