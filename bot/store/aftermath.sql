-- name: put
INSERT INTO you_said (meeting, later, language, text, written_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (meeting, later, language) DO UPDATE SET text = excluded.text

-- name: get
SELECT later, language, text, written_at FROM you_said WHERE meeting = ? ORDER BY later, written_at

-- name: written
SELECT meeting, min(written_at) AS written_at, max(later) AS followed FROM you_said
WHERE text != '' GROUP BY meeting ORDER BY written_at

-- name: rate
UPDATE answers SET rated = 1 WHERE address = ? AND meeting = ? AND rated = 0

-- name: count
INSERT INTO verdicts (meeting, verdict, count) VALUES (?, ?, 1)
ON CONFLICT (meeting, verdict) DO UPDATE SET count = count + 1

-- name: verdicts
SELECT verdict, count FROM verdicts WHERE meeting = ?

-- name: tell
UPDATE answers SET tell = :tell WHERE address = :address AND meeting = :meeting

-- name: wanting
SELECT count(*) FROM answers WHERE meeting = ? AND tell = 1
