-- name: add
INSERT INTO staff (key, name, folded, role) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING

-- name: all
SELECT key, name, role, password, secret, step, epoch FROM staff ORDER BY folded

-- name: one
SELECT key, name, role, password, secret, step, epoch FROM staff WHERE key = ?

-- name: by_name
SELECT key, name, role, password, secret, step, epoch FROM staff WHERE folded = ?

-- name: by_link
SELECT key, name, role, password, secret, step, epoch FROM staff
WHERE link = :link AND link_until > :now AND link != ''

-- name: offer
UPDATE staff SET link = :link, link_until = :until WHERE key = :key

-- name: accept
-- The link is spent in the statement that uses it. The old second factor goes with the old
-- password: a new link is what somebody gets who has lost both.
UPDATE staff SET password = :password, secret = '', step = 0, epoch = epoch + 1,
                 link = '', link_until = ''
WHERE link = :link AND link_until > :now AND link != ''

-- name: set_password
UPDATE staff SET password = :password, epoch = epoch + 1, link = '', link_until = ''
WHERE key = :key

-- name: rehash
-- The same password under newer parameters: no session ends.
UPDATE staff SET password = :new WHERE key = :key AND password = :old

-- name: set_role
UPDATE staff SET role = :role, epoch = epoch + 1 WHERE key = :key

-- name: set_secret
UPDATE staff SET secret = :secret, step = :step, epoch = epoch + 1 WHERE key = :key

-- name: use_step
-- One code, one use: of two who bring the same code at once, one changes the row.
UPDATE staff SET step = :step WHERE key = :key AND step < :step

-- name: end_sessions
UPDATE staff SET epoch = epoch + 1 WHERE key = ?

-- name: remove
DELETE FROM staff WHERE key = ?

-- name: administrators
SELECT count(*) FROM staff WHERE role = 'administrator' AND password != '' AND key != ?

-- name: secured
SELECT count(*) FROM staff WHERE role = 'administrator' AND password != '' AND secret != ''

-- name: forget_recovery
DELETE FROM staff_recovery WHERE account = ?

-- name: add_recovery
INSERT INTO staff_recovery (account, code) VALUES (?, ?)

-- name: void_links
UPDATE staff SET link = '', link_until = '' WHERE link != ''

-- name: void_recovery
DELETE FROM staff_recovery

-- name: use_recovery
DELETE FROM staff_recovery WHERE account = ? AND code = ?

-- name: count_recovery
SELECT count(*) FROM staff_recovery WHERE account = ?

-- name: note
INSERT INTO staff_log (at, who, action, about) VALUES (?, ?, ?, ?)

-- name: forget_log
DELETE FROM staff_log WHERE at < ?

-- name: log
SELECT at, who, action, about FROM staff_log ORDER BY number DESC LIMIT ? OFFSET ?
