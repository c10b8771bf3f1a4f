"""The one statement of an announcement. Most acts make one, so it is written once, as those of an act are."""

from __future__ import annotations

# Notices for those who have none yet, in one order so that no two wait for each other, and the ways on which
# each goes: where its recipient wants the topic, else to their e-mail address, and what is required there in
# any case; for systems, to their URLs. What another transaction has just written is left to it, with its
# ways. Returns how many there are to be, and the notices that are new.
ANNOUNCE = """
WITH heard AS (
    SELECT id, url FROM notices_subscription WHERE active AND topics && %(patterns)s::varchar[]
), wanted AS (
    SELECT id AS recipient_id, '{}'::jsonb AS data FROM orgs_account
     WHERE id = ANY (%(to)s::bigint[]) AND is_active
    UNION ALL
    SELECT NULL, %(data)s::jsonb WHERE EXISTS (SELECT FROM heard)
), new AS (
    INSERT INTO notices_notice
        (key, topic, subject, title, body, link, data, recipient_id, created_at, read_at)
    SELECT %(key)s, %(topic)s, %(subject)s, %(title)s, %(body)s, %(link)s, data, recipient_id, %(at)s, NULL
    FROM wanted ORDER BY recipient_id NULLS LAST
    ON CONFLICT DO NOTHING
    RETURNING id, recipient_id
), way AS (
    SELECT new.id AS notice_id, offered.channel, NULL::bigint AS subscription_id,
           coalesce(nullif(wish.address, ''), CASE offered.channel WHEN 'email' THEN account.email END, '')
               AS address
    FROM new
    JOIN orgs_account AS account ON account.id = new.recipient_id
    CROSS JOIN unnest(%(channels)s::text[]) AS offered (channel)
    LEFT JOIN notices_preference AS wish
           ON wish.account_id = account.id AND wish.channel = offered.channel
    WHERE wish.id IS NULL OR wish.topics && %(patterns)s::varchar[]
       OR (%(required)s::boolean AND offered.channel = 'email')
    UNION ALL
    SELECT new.id, 'webhook', heard.id, heard.url FROM new CROSS JOIN heard WHERE new.recipient_id IS NULL
), sent AS (
    INSERT INTO notices_delivery
        (notice_id, channel, address, subscription_id, status, attempts, next_at, last_error, sent_at)
    SELECT notice_id, channel, address, subscription_id, 'waiting', 0, %(at)s, '', NULL
    FROM way WHERE address <> ''
    ON CONFLICT DO NOTHING
)
SELECT (SELECT count(*) FROM wanted),
       (SELECT json_agg(json_build_array(id, recipient_id) ORDER BY id) FROM new)
"""
