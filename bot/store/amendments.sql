-- name: begin
INSERT INTO amendments (sending, upto, changed, failed, done) VALUES (?, 0, 0, 0, 0)
ON CONFLICT (sending) DO UPDATE SET upto = 0, changed = 0, failed = 0, done = 0

-- name: unfinished
SELECT * FROM amendments WHERE done = 0 ORDER BY sending

-- name: one
SELECT * FROM amendments WHERE sending = ?

-- name: note
UPDATE amendments SET upto = :upto, changed = changed + :changed, failed = failed + :failed,
    done = :done
WHERE sending = :sending
