-- name: put
INSERT INTO photos (meeting, content, width, height) VALUES (?, ?, ?, ?)
ON CONFLICT (meeting) DO UPDATE SET
    content = excluded.content, width = excluded.width, height = excluded.height

-- name: get
SELECT content, width, height FROM photos WHERE meeting = ?

-- name: erase
DELETE FROM photos WHERE meeting = ?
