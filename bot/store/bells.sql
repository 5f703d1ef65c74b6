-- name: keep
INSERT INTO bells (address, endpoint, due) VALUES (?, ?, 0)
ON CONFLICT (address) DO UPDATE SET endpoint = excluded.endpoint

-- name: is_known
SELECT EXISTS (SELECT 1 FROM members WHERE address = :address)
    OR EXISTS (SELECT 1 FROM answers WHERE address = :address)
    OR EXISTS (SELECT 1 FROM seat_queue WHERE address = :address)

-- name: has
SELECT EXISTS (SELECT 1 FROM bells WHERE address = ?)

-- name: forget
DELETE FROM bells WHERE address = ?

-- name: forget_idle
DELETE FROM bells
WHERE address NOT IN (SELECT address FROM members)
  AND address NOT IN (SELECT address FROM answers)
  AND address NOT IN (SELECT address FROM seat_queue)

-- name: take
-- Taken before it rings: a crash costs the notice, never a second one.
UPDATE bells SET due = 0
WHERE address IN (SELECT address FROM bells
                  WHERE due = 1 OR address IN (SELECT value FROM json_each(:again)) LIMIT :most)
RETURNING address, endpoint,
    EXISTS (SELECT 1 FROM outbox WHERE recipient = bells.address AND unread = 1) AS waits
