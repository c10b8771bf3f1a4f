-- title: 群众点题件数
-- kind: flow
-- unit: 件
-- direction: none
-- owner: office
-- source: 群众点题工作规定（待核）
-- missing: zero
-- public: rows
-- cycle: quarter
-- 列为题目的，按点题日期计。记录完整，所以没有记录就是没有发生。
SELECT subject, org, place, raised_on AS happened_on, 1 AS value
FROM facts.hotline_topics
WHERE NOT dropped
