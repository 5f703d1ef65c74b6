-- name: aging
SELECT key, category, week,
    max(week, changed_week, coalesce(
        (SELECT max(a.week) FROM concern_additions AS a WHERE a.concern = c.key), '')) AS active,
    (released = 0 OR (state = 'received' AND merged = '') OR EXISTS (
        SELECT 1 FROM concern_additions AS a WHERE a.concern = c.key AND a.read = 0)) AS unread
FROM concerns AS c
WHERE text <> '' OR sealed IS NOT NULL OR note <> ''
    OR EXISTS (SELECT 1 FROM concern_additions AS a WHERE a.concern = c.key)
ORDER BY key

-- name: erase_questions
DELETE FROM questions WHERE state <> 'waiting'
    AND meeting IN (SELECT key FROM meetings WHERE ends < ?)
RETURNING week

-- name: note
INSERT INTO disposals (week, kind, told, category, number) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (week, kind, told, category) DO UPDATE SET number = number + excluded.number

-- name: protocol
SELECT week, kind, told, category, number FROM disposals
ORDER BY week DESC, kind, told, category
