-- One row is a shop on a day on which its money moved: what its accounts stood at when the day ended, in fen.
-- From the journal of the ledger by business day, so that an entry that came later counts on its day.
--
-- subject: 门店编号
-- org: 监管部门的路径
-- place: 属地的行政区划代码，没有属地的为空
-- day: 业务日期
-- escrow: 存管专户资金
-- outside: 商户自持预收款
-- card: 卡内存管余额合计
-- open: 卡内自持余额合计
-- bonus: 赠送余额合计
-- due: 已释放待划付
-- deposit: 风险保证金
-- interest: 存管利息
-- unmatched: 待认领来款
-- fee: 待补银行手续费
-- gap: 三条恒等式相差的绝对值之和，应为零
-- simulated: 是否为演练的模拟数据
WITH part AS (
    SELECT shop.id AS shop_id, named.key AS name, named.value::bigint AS account
    FROM prepaid_shop AS shop
    CROSS JOIN LATERAL jsonb_each_text(shop.accounts) AS named
    UNION ALL
    SELECT shop_id, 'card', card_account FROM prepaid_contract
    UNION ALL
    SELECT shop_id, 'open', open_account FROM prepaid_contract
    UNION ALL
    SELECT shop_id, 'bonus', bonus_account FROM prepaid_contract
),
moved AS (
    SELECT
        part.shop_id,
        leg.effective_on AS day,
        -sum(leg.amount) FILTER (WHERE part.name = 'escrow') AS escrow,
        -sum(leg.amount) FILTER (WHERE part.name = 'outside') AS outside,
        -sum(leg.amount) FILTER (WHERE part.name = 'bonus_granted') AS granted,
        -sum(leg.amount) FILTER (WHERE part.name = 'fee') AS fee,
        sum(leg.amount) FILTER (WHERE part.name = 'card') AS card,
        sum(leg.amount) FILTER (WHERE part.name = 'open') AS open,
        sum(leg.amount) FILTER (WHERE part.name = 'bonus') AS bonus,
        sum(leg.amount) FILTER (WHERE part.name = 'due') AS due,
        sum(leg.amount) FILTER (WHERE part.name = 'deposit') AS deposit,
        sum(leg.amount) FILTER (WHERE part.name = 'interest') AS interest,
        sum(leg.amount) FILTER (WHERE part.name = 'unmatched') AS unmatched
    FROM part
    JOIN ledger_leg AS leg ON leg.account = part.account
    GROUP BY part.shop_id, leg.effective_on
),
stood AS (
    SELECT
        moved.shop_id,
        moved.day,
        coalesce(sum(moved.escrow) OVER past, 0)::bigint AS escrow,
        coalesce(sum(moved.outside) OVER past, 0)::bigint AS outside,
        coalesce(sum(moved.granted) OVER past, 0)::bigint AS granted,
        coalesce(sum(moved.fee) OVER past, 0)::bigint AS fee,
        coalesce(sum(moved.card) OVER past, 0)::bigint AS card,
        coalesce(sum(moved.open) OVER past, 0)::bigint AS open,
        coalesce(sum(moved.bonus) OVER past, 0)::bigint AS bonus,
        coalesce(sum(moved.due) OVER past, 0)::bigint AS due,
        coalesce(sum(moved.deposit) OVER past, 0)::bigint AS deposit,
        coalesce(sum(moved.interest) OVER past, 0)::bigint AS interest,
        coalesce(sum(moved.unmatched) OVER past, 0)::bigint AS unmatched
    FROM moved
    WINDOW past AS (PARTITION BY moved.shop_id ORDER BY moved.day)
)
SELECT
    shop.code AS subject,
    coalesce(watch.path, '') AS org,
    nullif(local.region, '') AS place,
    stood.day,
    stood.escrow,
    stood.outside,
    stood.card,
    stood.open,
    stood.bonus,
    stood.due,
    stood.deposit,
    stood.interest,
    stood.unmatched,
    stood.fee,
    abs(stood.escrow - stood.card - stood.due - stood.deposit - stood.interest - stood.unmatched + stood.fee)
    + abs(stood.outside - stood.open) + abs(stood.granted - stood.bonus) AS gap,
    shop.simulated
FROM stood
JOIN prepaid_shop AS shop ON shop.id = stood.shop_id
LEFT JOIN orgs_organisation AS watch ON watch.code = 'market-regulation'
LEFT JOIN orgs_organisation AS local ON local.code = shop.locality
