-- title: 闲置资金
-- kind: stock
-- unit: 元
-- direction: less
-- owner: development-reform
-- source: 本平台设定（待核）
-- missing: skip
-- public: facets
-- cycle: year
-- 下达满闲置期限（参数 projects.fund_idle）仍未支付也未缴回的金额，先下达的先算支付；取期末最后一次变动后的数。
SELECT subject, org, place, day AS happened_on, idle * 0.01 AS value
FROM facts.projects_idle
