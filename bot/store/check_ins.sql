-- name: plan
-- One for an address: asking again only moves it.
INSERT INTO check_ins (address, due, language) VALUES (?, ?, ?)
ON CONFLICT (address) DO UPDATE SET due = excluded.due, language = excluded.language

-- name: take
-- Erased before it is sent: a crash costs the question, never a second one.
DELETE FROM check_ins WHERE due <= ? RETURNING address, language

-- name: forget
DELETE FROM check_ins WHERE address = ?
