-- title: 点题社会评价满意率
-- kind: rate
-- unit: %
-- direction: more
-- owner: office
-- source: 群众点题工作规定（待核）
-- missing: skip
-- public: rows
-- cycle: quarter
-- 社会评价中满意的占应答的，按人数和评价日期计。未应答的不计；评价由答题单位以外的人组织。
SELECT
    subject, org, place, evaluated_on AS happened_on,
    pleased AS numerator,
    responded AS denominator
FROM facts.hotline_topics
WHERE evaluated_on IS NOT NULL
