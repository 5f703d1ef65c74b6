-- name: file
INSERT INTO concerns (key, week, category, district, part_of_day, text, released, often, origin,
                      code, sealed, changed_week)
VALUES (:key, :week, :category, :district, :part_of_day, :text, 0, :often, :origin,
        :code, :sealed, :week)

-- name: next
SELECT * FROM concerns WHERE released = 0 ORDER BY week, key LIMIT ?

-- name: lift
DELETE FROM concerns WHERE key = ?

-- name: put_back
INSERT INTO concerns (key, week, category, district, part_of_day, text, released, often, origin,
                      code, sealed, state, reason, answer, changed_week, merged, note, meeting,
                      erased)
VALUES (:key, :week, :category, :district, :part_of_day, :text, 1, :often, :origin,
        :code, :sealed, :state, :reason, :answer, :changed_week, :merged, :note, :meeting, :erased)

-- name: next_additions
SELECT * FROM concern_additions WHERE released = 0 ORDER BY key

-- name: lift_addition
DELETE FROM concern_additions WHERE key = ?

-- name: put_back_addition
INSERT INTO concern_additions (key, concern, week, text, sealed, released, read)
VALUES (:key, :concern, :week, :text, :sealed, 1, :read)

-- name: waiting
SELECT count(*) FROM concerns WHERE released = 0

-- name: released
SELECT * FROM concerns WHERE released = 1 ORDER BY week DESC, key

-- name: released_additions
SELECT * FROM concern_additions WHERE released = 1 ORDER BY week, key

-- name: one
SELECT * FROM concerns WHERE key = ? AND released = 1

-- name: additions
SELECT * FROM concern_additions WHERE concern = ? AND released = 1 ORDER BY week, key

-- name: of_meeting
SELECT * FROM concerns WHERE meeting = ? AND released = 1 ORDER BY week, key

-- name: merged_into
SELECT * FROM concerns WHERE merged = ? AND released = 1 ORDER BY week DESC, key

-- name: by_code
SELECT * FROM concerns WHERE code = ?

-- name: by_key
SELECT * FROM concerns WHERE key = ?

-- name: all_additions
SELECT * FROM concern_additions WHERE concern = ? ORDER BY week, key

-- name: count
SELECT count(*) FROM concerns WHERE released = 1

-- name: count_unread
SELECT count(*) FROM concerns AS c
WHERE released = 1 AND (state = 'received' AND NOT EXISTS (
    SELECT 1 FROM concerns AS h WHERE h.key = c.merged AND h.state <> 'withdrawn') OR EXISTS (
    SELECT 1 FROM concern_additions AS a WHERE a.concern = c.key AND a.released = 1 AND a.read = 0))

-- name: counts
SELECT week, category, district, part_of_day, often, origin, state, count(*) AS number
FROM concerns WHERE released = 1
GROUP BY week, category, district, part_of_day, often, origin, state
ORDER BY week, category, district, part_of_day, often, origin, state

-- name: set_state
UPDATE concerns SET state = :state, reason = :reason, changed_week = :week
WHERE key = :key AND released = 1 AND state <> 'withdrawn'

-- name: answer
UPDATE concerns SET answer = :answer, changed_week = :week
WHERE key = :key AND released = 1 AND state <> 'withdrawn'

-- name: note
UPDATE concerns SET note = :note WHERE key = :key AND released = 1 AND erased = 0

-- name: put_on_agenda
UPDATE concerns SET meeting = :meeting WHERE key = :key AND released = 1

-- name: merge
-- Never into itself, nor into one that was itself merged: whoever follows it looks one step on.
UPDATE concerns SET merged = :into, changed_week = :week
WHERE key = :key AND released = 1 AND key <> :into
    AND EXISTS (SELECT 1 FROM concerns WHERE key = :into AND released = 1 AND merged = '')
    AND NOT EXISTS (SELECT 1 FROM concerns WHERE merged = :key)

-- name: part
UPDATE concerns SET merged = '', changed_week = :week WHERE key = :key AND released = 1

-- name: reword
UPDATE concerns SET text = :text, sealed = :sealed
WHERE key = :key AND erased = 0

-- name: reword_addition
UPDATE concern_additions SET text = :text, sealed = :sealed WHERE key = :key

-- name: add
INSERT INTO concern_additions (key, concern, week, text, sealed, released, read)
SELECT :key, key, :week, :text, :sealed, 0, 0 FROM concerns
WHERE key = :concern AND state <> 'withdrawn'

-- name: additions_read
UPDATE concern_additions SET read = 1 WHERE concern = ? AND released = 1

-- name: withdraw
UPDATE concerns SET state = 'withdrawn', reason = '', answer = '', text = '', sealed = NULL,
    note = '', erased = 1, changed_week = :week
WHERE key = :key AND state <> 'withdrawn'

-- name: erase_text
UPDATE concerns SET text = '', sealed = NULL, note = '', erased = 1 WHERE key = ?

-- name: erase_additions
DELETE FROM concern_additions WHERE concern = ?
