-- One row is a use of a contract: by a card at the till, or by time that passed. Amounts are fen.
-- Days are local. It names the contract by its token; nothing of its holder is in it.
--
-- subject: 核销序号
-- org: 监管部门的路径
-- place: 门店属地的行政区划代码，没有属地的为空
-- shop: 门店编号
-- contract: 合同编号
-- form: 合同形式
-- used_on: 核销日期
-- told_on: 上报日期
-- value: 面值
-- times: 次数
-- undone: 是否已撤销
-- simulated: 是否为演练的模拟数据
SELECT
    used.id::text AS subject,
    coalesce(watch.path, '') AS org,
    nullif(local.region, '') AS place,
    shop.code AS shop,
    contract.number AS contract,
    contract.form,
    (used.at AT TIME ZONE 'Asia/Shanghai')::date AS used_on,
    (used.known_at AT TIME ZONE 'Asia/Shanghai')::date AS told_on,
    used.value,
    used.times,
    used.undone_at IS NOT NULL AS undone,
    contract.simulated
FROM prepaid_use AS used
JOIN prepaid_contract AS contract ON contract.id = used.contract_id
JOIN prepaid_shop AS shop ON shop.id = used.shop_id
LEFT JOIN orgs_organisation AS watch ON watch.code = 'market-regulation'
LEFT JOIN orgs_organisation AS local ON local.code = shop.locality
