-- name: file
INSERT INTO questions (key, meeting, week, text, state, answer) VALUES (?, ?, ?, ?, 'waiting', '')

-- name: waiting
SELECT key, meeting, week, text, state, answer FROM questions
WHERE meeting = ? AND state = 'waiting' ORDER BY key

-- name: all
SELECT key, meeting, week, text, state, answer FROM questions WHERE meeting = ? ORDER BY key

-- name: one
SELECT key, meeting, week, text, state, answer FROM questions WHERE key = ?

-- name: answer
UPDATE questions SET state = 'answered', answer = ? WHERE key = ?

-- name: hide
UPDATE questions SET state = 'hidden' WHERE key = ?

-- name: answered
SELECT q.key, q.meeting, q.week, q.text, q.state, q.answer
FROM questions AS q JOIN meetings AS m ON m.key = q.meeting
WHERE q.state = 'answered' AND m.ends > :after AND m.standing != 'draft'
ORDER BY q.meeting, q.key

-- name: count_waiting
SELECT count(*) FROM questions WHERE state = 'waiting'
