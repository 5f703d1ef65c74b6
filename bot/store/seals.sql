-- name: all
SELECT key, text, sealed, 0 AS addition FROM concerns WHERE sealed IS NOT NULL OR text <> ''
UNION ALL
SELECT key, text, sealed, 1 FROM concern_additions WHERE sealed IS NOT NULL OR text <> ''

-- name: count
SELECT (SELECT count(*) FROM concerns WHERE sealed IS NOT NULL)
     + (SELECT count(*) FROM concern_additions WHERE sealed IS NOT NULL)

-- name: change
-- Only where nobody has masked or erased it meanwhile.
UPDATE concerns SET text = '', sealed = :sealed
WHERE key = :key AND text = :text AND sealed IS :was

-- name: change_addition
UPDATE concern_additions SET text = '', sealed = :sealed
WHERE key = :key AND text = :text AND sealed IS :was
