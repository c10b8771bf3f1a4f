-- title: 受理件数
-- kind: flow
-- unit: 件
-- direction: none
-- owner: government-services
-- source: 国办发〔2020〕53号（待核）
-- missing: zero
-- public: facets
-- cycle: month
-- 按受理日期计，不予受理、并入和剔除的也在内，重复反映的各计一件。记录完整，所以没有记录就是没有发生。
SELECT subject, org, place, opened_on AS happened_on, 1 AS value
FROM facts.hotline_requests
