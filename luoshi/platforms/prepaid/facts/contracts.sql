-- One row is a payment on a card, under its contract. Amounts are fen.
-- Days are local. It names the contract by its token; nothing of its holder is in it.
--
-- subject: 合同编号
-- org: 监管部门的路径
-- place: 门店属地的行政区划代码，没有属地的为空
-- shop: 门店编号
-- sector: 行业
-- form: 形式：stored 储值，times 次卡，period 期限卡，course 课程卡
-- signed_on: 签订日期
-- ends_on: 届满日，没有期限的为空
-- paid: 实付金额
-- bonus: 赠送金额
-- supervised: 存管金额
-- used: 已用面值
-- state: 状态
-- simulated: 是否为演练的模拟数据
SELECT
    contract.number AS subject,
    coalesce(watch.path, '') AS org,
    nullif(local.region, '') AS place,
    shop.code AS shop,
    shop.sector,
    contract.form,
    (contract.signed_at AT TIME ZONE 'Asia/Shanghai')::date AS signed_on,
    contract.ends_on,
    contract.paid,
    contract.bonus,
    contract.supervised,
    contract.used,
    contract.state,
    contract.simulated
FROM prepaid_contract AS contract
JOIN prepaid_shop AS shop ON shop.id = contract.shop_id
LEFT JOIN orgs_organisation AS watch ON watch.code = 'market-regulation'
LEFT JOIN orgs_organisation AS local ON local.code = shop.locality
