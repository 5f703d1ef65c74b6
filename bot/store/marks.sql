-- name: get
SELECT value FROM marks WHERE name = ?

-- name: put
INSERT INTO marks (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value

-- name: lift
DELETE FROM marks WHERE name = ?
