-- One row is a custody account on a day of which the bank has told the balance. Amounts are fen.
-- The bank's word stands beside what the ledger says of the shops whose money the account keeps.
--
-- subject: 账户代码
-- org: 监管部门的路径
-- place: 账户门店属地的行政区划代码，分属几地或没有属地的为空
-- day: 日期
-- opening: 银行期初余额
-- closing: 银行期末余额
-- escrow: 账本存管资金
-- card: 账本卡内存管余额合计
-- last: 是否为该账户当月最后一个有余额的日期
-- simulated: 是否为演练的模拟数据
WITH kept AS (
    SELECT
        bank.id,
        bank.code,
        CASE WHEN min(local.region) = max(local.region) THEN nullif(min(local.region), '') END AS place,
        bool_or(shop.simulated) AS simulated
    FROM prepaid_bankaccount AS bank
    JOIN prepaid_shop AS shop ON shop.bank_id = bank.id
    LEFT JOIN orgs_organisation AS local ON local.code = shop.locality
    GROUP BY bank.id, bank.code
),
part AS (
    SELECT shop.bank_id, 'escrow' AS name, (shop.accounts ->> 'escrow')::bigint AS account
    FROM prepaid_shop AS shop
    UNION ALL
    SELECT shop.bank_id, 'card', contract.card_account
    FROM prepaid_contract AS contract
    JOIN prepaid_shop AS shop ON shop.id = contract.shop_id
),
told AS (
    SELECT
        part.bank_id,
        leg.effective_on AS day,
        coalesce(-sum(leg.amount) FILTER (WHERE part.name = 'escrow'), 0) AS escrow,
        coalesce(sum(leg.amount) FILTER (WHERE part.name = 'card'), 0) AS card,
        NULL::bigint AS opening,
        NULL::bigint AS closing
    FROM part
    JOIN ledger_leg AS leg ON leg.account = part.account
    WHERE part.bank_id IS NOT NULL
    GROUP BY part.bank_id, leg.effective_on
    UNION ALL
    SELECT kept.id, said.day, 0, 0, said.opening, said.closing
    FROM prepaid_bankbalance AS said
    JOIN kept ON kept.code = said.account
),
stood AS (
    SELECT
        told.bank_id,
        told.day,
        told.opening,
        told.closing,
        (sum(told.escrow) OVER past)::bigint AS escrow,
        (sum(told.card) OVER past)::bigint AS card
    FROM told
    WINDOW past AS (PARTITION BY told.bank_id ORDER BY told.day)
)
SELECT
    kept.code AS subject,
    coalesce(watch.path, '') AS org,
    kept.place,
    stood.day,
    stood.opening,
    stood.closing,
    stood.escrow,
    stood.card,
    stood.day = max(stood.day) OVER (PARTITION BY kept.id, date_trunc('month', stood.day)) AS last,
    kept.simulated
FROM stood
JOIN kept ON kept.id = stood.bank_id
LEFT JOIN orgs_organisation AS watch ON watch.code = 'market-regulation'
WHERE stood.closing IS NOT NULL
