-- name: put
INSERT INTO members (address, language, districts, kinds, served) VALUES (?, ?, ?, ?, 0)
ON CONFLICT (address) DO UPDATE SET language = excluded.language, districts = excluded.districts,
    kinds = excluded.kinds, served = 0

-- name: get
SELECT address, language, districts, kinds FROM members WHERE address = ?

-- name: speak
UPDATE members SET language = ? WHERE address = ?

-- name: forget
DELETE FROM members WHERE address = ?

-- name: count
SELECT count(*) FROM members

-- name: unserved
SELECT address FROM members WHERE served = 0 ORDER BY address LIMIT ?

-- name: served
UPDATE members SET served = 1 WHERE address = ?

-- name: wanting
SELECT count(*) FROM members WHERE instr(kinds, ?)

-- name: within
SELECT count(*) FROM members WHERE instr(districts, ?)

-- name: everywhere
SELECT count(*) FROM members WHERE districts = ''
