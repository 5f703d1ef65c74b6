-- name: count
INSERT INTO checks (week, kind, channel, sign, count) VALUES (?, ?, ?, ?, 1)
ON CONFLICT (week, kind, channel, sign) DO UPDATE SET count = count + 1

-- name: count_help
INSERT INTO helped (week, helped, count) VALUES (?, ?, 1)
ON CONFLICT (week, helped) DO UPDATE SET count = count + 1

-- name: asked
-- The rows without a sign count the checks themselves; those with one count the sign.
SELECT kind, sum(count) AS count FROM checks WHERE week = ? AND sign = '' AND kind <> ''
GROUP BY kind ORDER BY count DESC, kind

-- name: help
SELECT coalesce(sum(count * helped), 0), coalesce(sum(count * (1 - helped)), 0)
FROM helped WHERE week = ?
