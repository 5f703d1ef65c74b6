-- name: join
-- Who waits already keeps the place; whom seats are held for keeps those.
INSERT INTO seat_queue (address, meeting, number, language) VALUES (?, ?, ?, ?)
ON CONFLICT (meeting, address) DO UPDATE
SET number = excluded.number, language = excluded.language WHERE until = ''

-- name: leave
DELETE FROM seat_queue WHERE address = ? AND meeting = ?

-- name: speak
UPDATE seat_queue SET language = ? WHERE address = ?

-- name: forget
DELETE FROM seat_queue WHERE address = ?

-- name: queue
SELECT place, address, number, language, until FROM seat_queue WHERE meeting = ? ORDER BY place

-- name: offer
UPDATE seat_queue SET until = :until WHERE place = :place

-- name: expire
DELETE FROM seat_queue WHERE until != '' AND until <= ?

-- name: erase_past
-- Nothing more is offered once a meeting has begun, or when it is gone.
DELETE FROM seat_queue
WHERE meeting NOT IN (SELECT key FROM meetings WHERE starts > :now)

-- name: clear
DELETE FROM seat_queue WHERE meeting = ?

-- name: taken
SELECT coalesce((SELECT sum(number) FROM answers WHERE meeting = :meeting AND choice = 'yes'), 0)
     + coalesce((SELECT people FROM phoned WHERE meeting = :meeting AND choice = 'yes'), 0)

-- name: mine
SELECT coalesce(sum(number), 0) FROM answers
WHERE address = :address AND meeting = :meeting AND choice = 'yes'
