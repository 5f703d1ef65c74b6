-- name: add
-- A set, not a high-water mark: Telegram's update ids start again at random after a quiet week.
INSERT INTO seen (channel, key, day) VALUES (?, ?, ?) ON CONFLICT DO NOTHING

-- name: forget
DELETE FROM seen WHERE day < ?
