-- One row is a shop that sells cards ahead, as it was filed.
-- Days are local. Nothing of who holds its cards is in it.
--
-- subject: 门店编号
-- org: 监管部门的路径
-- place: 属地的行政区划代码，没有属地的为空
-- sector: 行业
-- share: 存管比例，万分之
-- state: 状态
-- filed_on: 备案日期
-- first_sold_on: 第一份合同的签订日期，未售卡的为空
-- closing_on: 拟停业日期
-- simulated: 是否为演练的模拟数据
SELECT
    shop.code AS subject,
    coalesce(watch.path, '') AS org,
    nullif(local.region, '') AS place,
    shop.sector,
    shop.share,
    shop.state,
    shop.filed_on,
    (sold.signed_at AT TIME ZONE 'Asia/Shanghai')::date AS first_sold_on,
    shop.closing_on,
    shop.simulated
FROM prepaid_shop AS shop
LEFT JOIN orgs_organisation AS watch ON watch.code = 'market-regulation'
LEFT JOIN orgs_organisation AS local ON local.code = shop.locality
LEFT JOIN LATERAL (
    SELECT min(contract.signed_at) AS signed_at
    FROM prepaid_contract AS contract
    WHERE contract.shop_id = shop.id
) AS sold ON TRUE
