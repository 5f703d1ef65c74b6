-- name: more
INSERT INTO needs (meeting, need, number) VALUES (:meeting, :need, 1)
ON CONFLICT (meeting, need) DO UPDATE SET number = number + 1

-- name: less
UPDATE needs SET number = max(number - 1, 0) WHERE meeting = :meeting AND need = :need

-- name: of
SELECT need, number FROM needs WHERE meeting = ?
