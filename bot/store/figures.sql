-- name: publish
-- A quarter that is there already is left as it is.
INSERT INTO pictures (quarter, published, trial) VALUES (?, ?, ?) ON CONFLICT DO NOTHING

-- name: put
INSERT INTO figures (quarter, chart, choice, place, label, figure) VALUES (?, ?, ?, ?, ?, ?)

-- name: published
SELECT quarter, published FROM pictures ORDER BY quarter DESC

-- name: figures
SELECT chart, choice, label, figure FROM figures WHERE quarter = ? ORDER BY chart, place

-- name: erase_trial_figures
DELETE FROM figures WHERE quarter IN (SELECT quarter FROM pictures WHERE trial = 1)

-- name: erase_trial
DELETE FROM pictures WHERE trial = 1
