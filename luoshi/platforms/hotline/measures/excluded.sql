-- title: 剔除件数
-- kind: flow
-- unit: 件
-- direction: none
-- owner: government-services
-- source: 12345热线办理规定（待核）
-- missing: zero
-- public: facets
-- cycle: month
-- 经第二人同意不计入各项比率的，按受理日期计。与各项比率并列公布。
SELECT subject, org, place, opened_on AS happened_on, 1 AS value
FROM facts.hotline_requests
WHERE excluded
