-- name: offer
INSERT INTO staff_codes (account, code, until) VALUES (?, ?, ?)
ON CONFLICT (account) DO UPDATE SET code = excluded.code, until = excluded.until

-- name: offered
SELECT account FROM staff_codes WHERE code = :code AND until > :now

-- name: spend
DELETE FROM staff_codes WHERE account = ?

-- name: link
INSERT INTO staff_chats (address, account, language) VALUES (?, ?, ?)
ON CONFLICT (address) DO UPDATE SET account = excluded.account, language = excluded.language

-- name: get
SELECT address, account, language FROM staff_chats WHERE address = ?

-- name: of
SELECT address, account, language FROM staff_chats WHERE account = ? ORDER BY address

-- name: all
SELECT address, account, language FROM staff_chats ORDER BY address

-- name: count
SELECT count(*) FROM staff_chats

-- name: unlink
DELETE FROM staff_chats WHERE address = ?

-- name: unlink_account
DELETE FROM staff_chats WHERE account = ?
