-- name: add
-- One for each purpose, subject and revision: the same send twice is no row, and refused.
INSERT INTO sendings (key, purpose, subject, revision, audience, approved_by, approved_at, starts,
                      expires, at_night, silent, state, urgency)
VALUES (:key, :purpose, :subject, :revision, :audience, :approved_by, :approved_at, :starts,
        :expires, :at_night, :silent, :state, :urgency)
ON CONFLICT DO NOTHING

-- name: add_text
INSERT INTO sending_texts (sending, language, reply) VALUES (?, ?, ?)
ON CONFLICT (sending, language) DO UPDATE SET reply = excluded.reply

-- name: texts
SELECT language, reply FROM sending_texts WHERE sending = ?

-- name: one
SELECT * FROM sendings WHERE key = ?

-- name: all
SELECT * FROM sendings WHERE purpose NOT IN ('test', 'seat_offer')
ORDER BY approved_at DESC, key LIMIT ?

-- name: about
SELECT * FROM sendings WHERE subject = ? AND purpose NOT IN ('test', 'seat_offer')
ORDER BY approved_at DESC, key

-- name: find
SELECT * FROM sendings WHERE purpose = ? AND subject = ? AND revision = ?

-- name: live
-- What may still go, the pressing first.
SELECT * FROM sendings WHERE state = 'open' AND starts <= :now AND expires > :now
ORDER BY urgency DESC, approved_at, key

-- name: waiting
-- Those of them that have something to send on one channel.
SELECT * FROM sendings WHERE state = 'open' AND starts <= :now AND expires > :now
  AND EXISTS (SELECT 1 FROM outbox AS o INDEXED BY outbox_queued
              WHERE o.sending = sendings.key AND o.channel = :channel AND o.state = 'queued')
ORDER BY urgency DESC, approved_at, key

-- name: unexpired
SELECT * FROM sendings WHERE purpose = :purpose AND expires > :now ORDER BY approved_at, key

-- name: under_way
SELECT * FROM sendings WHERE subject = :subject AND expires > :now ORDER BY approved_at, key

-- name: preparing
SELECT * FROM sendings WHERE state = 'preparing' ORDER BY approved_at, key

-- name: set_state
UPDATE sendings SET state = ? WHERE key = ?

-- name: stop_all
UPDATE sendings SET state = 'stopped' WHERE state != 'stopped' AND expires > ?

-- name: last_until
UPDATE sendings SET expires = ? WHERE key = ?

-- name: renewed
SELECT renewed FROM sendings WHERE key = ?

-- name: note_renewed
UPDATE sendings SET renewed = ? WHERE key = ?

-- name: end_at
UPDATE sendings SET expires = :now WHERE key = :key AND expires > :now

-- name: filled_to
UPDATE sendings SET filled_to = ? WHERE key = ?

-- name: remove
DELETE FROM sendings WHERE key = ?

-- name: remove_texts
DELETE FROM sending_texts WHERE sending = ?
