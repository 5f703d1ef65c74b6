-- name: file
INSERT INTO concerns (key, week, category, district, part_of_day, text, released)
VALUES (?, ?, ?, ?, ?, ?, 0)

-- name: release
-- All that wait, at one time of day: neither list nor notice tells when one was written.
UPDATE concerns SET released = 1 WHERE released = 0

-- name: released
SELECT key, week, category, district, part_of_day, text FROM concerns
WHERE released = 1 ORDER BY week DESC, key

-- name: count
SELECT count(*) FROM concerns WHERE released = 1
