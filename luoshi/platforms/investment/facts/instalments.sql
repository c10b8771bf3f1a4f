-- One row is a payment of an investor that was claimed as 到位资金, with what its latest ruling says of it.
-- Amounts are fen; claimed = counted + pending + disputed + refused. Firms and people are not named.
--
-- subject: 申报编号
-- org: 招引单位的路径
-- place: 招引单位的行政区划代码
-- lead: 招商线索编号
-- agreement: 合同编号
-- phase: 是否二期合同
-- paid_on: 到账日期
-- claimed_on: 申报日期
-- ruled_on: 最近一次认定的日期，未认定的为空
-- voucher: 凭证种类
-- purpose: 用途
-- state: 状态：claimed 待认定，counted 已认定，disputed 有争议，refused 不予认定
-- rule: 不予认定或有争议的部分所依据的规则
-- rule_version: 规则版本
-- claimed: 申报金额
-- counted: 认定金额
-- pending: 待认定金额
-- disputed: 有争议金额
-- refused: 不予认定金额
-- simulated: 是否为演练的模拟数据
SELECT
    instalment.code AS subject,
    lead.path AS org,
    nullif(unit.region, '') AS place,
    lead.code AS lead,
    agreement.number AS agreement,
    agreement.kind = 'phase' AS phase,
    instalment.paid_on,
    (instalment.claimed_at AT TIME ZONE 'Asia/Shanghai')::date AS claimed_on,
    (ruling.at AT TIME ZONE 'Asia/Shanghai')::date AS ruled_on,
    instalment.voucher,
    instalment.purpose,
    coalesce(ruling.state, 'claimed') AS state,
    coalesce(ruling.rule, '') AS rule,
    coalesce(ruling.rule_version, '') AS rule_version,
    instalment.amount AS claimed,
    coalesce(ruling.counted, 0) AS counted,
    CASE WHEN ruling.id IS NULL THEN instalment.amount ELSE 0 END AS pending,
    CASE WHEN ruling.state = 'disputed' THEN instalment.amount - ruling.counted ELSE 0 END AS disputed,
    CASE
        WHEN ruling.state IN ('counted', 'refused') THEN instalment.amount - ruling.counted
        ELSE 0
    END AS refused,
    instalment.simulated
FROM investment_instalment AS instalment
JOIN investment_agreement AS agreement ON agreement.id = instalment.agreement_id
JOIN investment_lead AS lead ON lead.case_id = agreement.lead_id
LEFT JOIN orgs_organisation AS unit ON unit.code = lead.unit
-- The latest ruling is found by the index of ruling_once (instalment, seq).
LEFT JOIN LATERAL (
    SELECT ruled.id, ruled.state, ruled.counted, ruled.rule, ruled.rule_version, ruled.at
    FROM investment_ruling AS ruled
    WHERE ruled.instalment_id = instalment.id
    ORDER BY ruled.seq DESC
    LIMIT 1
) AS ruling ON TRUE
