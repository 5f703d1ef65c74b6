-- name: bound_subscribers
SELECT max(address) FROM (
    SELECT address FROM members WHERE address > :after ORDER BY address LIMIT :most
)

-- name: fill_subscribers
-- Whoever has answered the meeting already needs no invitation to it.
INSERT INTO outbox (recipient, sending, channel, language, state)
SELECT m.address, :sending, substr(m.address, 1, instr(m.address, ':') - 1), m.language, 'queued'
FROM members AS m
WHERE m.address > :after AND m.address <= :upto
  AND instr(m.kinds, :of)
  AND (:languages = '' OR instr(:languages, ',' || m.language || ','))
  AND (:districts = '[]' OR m.districts = '' OR EXISTS (
        SELECT 1 FROM json_each(:districts) AS d WHERE instr(m.districts, ',' || d.value || ',')))
  AND NOT EXISTS (SELECT 1 FROM answers AS a WHERE a.address = m.address AND a.meeting = :subject)
  AND (:testers = 0 OR m.address IN (SELECT address FROM staff_chats))
ORDER BY m.address
ON CONFLICT DO NOTHING

-- name: count_subscribers
SELECT count(*) FROM members AS m
WHERE instr(m.kinds, :of)
  AND (:languages = '' OR instr(:languages, ',' || m.language || ','))
  AND (:districts = '[]' OR m.districts = '' OR EXISTS (
        SELECT 1 FROM json_each(:districts) AS d WHERE instr(m.districts, ',' || d.value || ',')))
  AND NOT EXISTS (SELECT 1 FROM answers AS a WHERE a.address = m.address AND a.meeting = :subject)
  AND (:testers = 0 OR m.address IN (SELECT address FROM staff_chats))

-- name: bound_answered
SELECT max(address) FROM (
    SELECT address FROM answers WHERE meeting = :of AND address > :after
    ORDER BY address LIMIT :most
)

-- name: fill_answered
INSERT INTO outbox (recipient, sending, channel, language, state)
SELECT a.address, :sending, substr(a.address, 1, instr(a.address, ':') - 1), a.language, 'queued'
FROM answers AS a
WHERE a.meeting = :of AND a.address > :after AND a.address <= :upto
  AND (:choices = '' OR instr(:choices, ',' || a.choice || ','))
  AND (:testers = 0 OR a.address IN (SELECT address FROM staff_chats))
ORDER BY a.address
ON CONFLICT DO NOTHING

-- name: count_answered
SELECT count(*) FROM answers AS a
WHERE a.meeting = :of
  AND (:choices = '' OR instr(:choices, ',' || a.choice || ','))
  AND (:testers = 0 OR a.address IN (SELECT address FROM staff_chats))

-- name: bound_received
SELECT CAST(max(id) AS TEXT) FROM (
    SELECT id FROM outbox WHERE sending = :of AND id > CAST(:after AS INTEGER)
    ORDER BY id LIMIT :most
)

-- name: fill_received
INSERT INTO outbox (recipient, sending, channel, language, state)
SELECT o.recipient, :sending, o.channel, o.language, 'queued' FROM outbox AS o
WHERE o.sending = :of AND o.state IN ('sent', 'uncertain')
  AND o.id > CAST(:after AS INTEGER) AND o.id <= CAST(:upto AS INTEGER)
  AND substr(o.recipient, 1, 1) <> '-'
  AND (:testers = 0 OR o.recipient IN (SELECT address FROM staff_chats))
ORDER BY o.id
ON CONFLICT DO NOTHING

-- name: count_received
SELECT count(*) FROM outbox AS o
WHERE o.sending = :of AND o.state IN ('sent', 'uncertain') AND substr(o.recipient, 1, 1) <> '-'
  AND (:testers = 0 OR o.recipient IN (SELECT address FROM staff_chats))

-- name: put
INSERT INTO outbox (recipient, sending, channel, language, state)
VALUES (:recipient, :sending, substr(:recipient, 1, instr(:recipient, ':') - 1), :language, 'queued')
ON CONFLICT DO NOTHING

-- name: note_made
INSERT INTO outbox_counts VALUES (:sending, 'queued', '', :made)
ON CONFLICT DO UPDATE SET rows = rows + excluded.rows

-- name: is_tester
SELECT 1 FROM staff_chats WHERE address = ?

-- name: next
-- All in one value: for each row that is fetched the writer waits for its turn to run.
SELECT json_group_array(json_array(id, sending, recipient, language, repeated, tries)) FROM (
    SELECT id, sending, recipient, language, repeated, tries FROM outbox
    WHERE sending = :sending AND channel = :channel AND state = 'queued' AND not_before <= :now
    ORDER BY id LIMIT :most
)

-- name: claim
UPDATE outbox SET state = 'sending' WHERE id IN (
    SELECT json_extract(value, '$[0]') FROM json_each(?)
)

-- name: settle
-- Whoever left while the message was on its way is not tried again, and reads nothing.
UPDATE outbox SET message = s.message, tries = s.tries, not_before = s.not_before,
    state = iif(s.state = 'queued' AND substr(recipient, 1, 1) = '-', 'dropped', s.state),
    reason = iif(s.state = 'queued' AND substr(recipient, 1, 1) = '-', 'left', s.reason),
    unread = (channel = 'web' AND s.state = 'sent' AND substr(recipient, 1, 1) <> '-')
FROM (
    SELECT json_extract(value, '$[0]') AS id, json_extract(value, '$[1]') AS state,
        json_extract(value, '$[2]') AS reason, json_extract(value, '$[3]') AS message,
        json_extract(value, '$[4]') AS tries, json_extract(value, '$[5]') AS not_before
    FROM json_each(?)
) AS s
WHERE outbox.id = s.id AND outbox.state = 'sending'

-- name: recover
-- Claimed before a crash: it may have arrived, so only staff may choose to send it again.
UPDATE outbox SET state = 'uncertain', reason = 'crash' WHERE state = 'sending'

-- name: doubt
-- In a restored database: what waited when the backup was made may have gone out since, and what
-- waited to be read on the web may have been read.
UPDATE outbox SET state = 'uncertain', reason = 'restored', not_before = '', unread = 0
WHERE state IN ('queued', 'sending') OR unread = 1

-- name: progress
SELECT state, reason, rows FROM outbox_counts WHERE sending = ? AND rows > 0

-- name: bound
-- The last of the next rows of a sending, to work on them a piece at a time.
SELECT max(id) FROM (
    SELECT id FROM outbox WHERE sending = :sending AND id > :after ORDER BY id LIMIT :most
)

-- name: retry
-- Only what may have arrived is marked as a repeat.
UPDATE outbox SET state = 'queued', reason = '', tries = 0, not_before = '',
    repeated = (repeated OR state = 'uncertain')
WHERE sending = :sending AND id > :after AND id <= :upto AND state = :state
  AND substr(recipient, 1, 1) <> '-' AND reason NOT IN ('blocked', 'gone')

-- name: drop_late
UPDATE outbox SET state = 'dropped', reason = 'late' WHERE id IN (
    SELECT o.id FROM sendings AS s JOIN outbox AS o INDEXED BY outbox_queued ON o.sending = s.key
    WHERE s.expires <= :now AND o.state = 'queued' LIMIT :most
)

-- name: blank
-- The row and its outcome stay, for the counts; whom it was meant for does not.
UPDATE outbox SET recipient = '-' || id, unread = 0,
    state = CASE state WHEN 'queued' THEN 'dropped' ELSE state END,
    reason = CASE state WHEN 'queued' THEN 'left' ELSE reason END
WHERE recipient = ?

-- name: last
SELECT coalesce(max(id), 0) FROM outbox

-- name: blank_old
UPDATE outbox SET recipient = '-' || id, unread = 0
WHERE id > :after AND id <= :upto AND substr(recipient, 1, 1) <> '-'
  AND state NOT IN ('queued', 'sending')
  AND sending IN (SELECT key FROM sendings WHERE expires <= :before)

-- name: unread
-- In Swedish where nothing was said in the person's own language, as on other channels.
SELECT o.id, o.sending, o.repeated, t.language, t.reply FROM outbox AS o
JOIN sending_texts AS t ON t.sending = o.sending AND t.language = coalesce(
    (SELECT s.language FROM sending_texts AS s
     WHERE s.sending = o.sending AND s.language = o.language), 'sv')
WHERE o.recipient = ? AND o.unread = 1 ORDER BY o.id

-- name: read
UPDATE outbox SET unread = 0 WHERE id IN (SELECT value FROM json_each(?)) AND unread = 1

-- name: messages
SELECT id, recipient, language, message FROM outbox
WHERE sending = :sending AND state = 'sent' AND message > 0 AND id > :after
  AND substr(recipient, 1, 1) <> '-'
ORDER BY id LIMIT :most

-- name: retriable
SELECT count(*) FROM outbox
WHERE sending = :sending AND state = :state AND recipient NOT LIKE '-%'
  AND reason NOT IN ('blocked', 'gone')

-- name: remove
DELETE FROM outbox WHERE sending = ?

-- name: remove_counts
DELETE FROM outbox_counts WHERE sending = ?
