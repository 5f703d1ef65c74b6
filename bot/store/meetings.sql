-- name: put
INSERT INTO meetings (key, title, about, who, starts, ends, place, directions, lift, hearing_loop,
                      toilet, coffee, transport, phone, standing, example)
VALUES (:key, :title, :about, :who, :starts, :ends, :place, :directions, :lift, :hearing_loop,
        :toilet, :coffee, :transport, :phone, :standing, :example)
ON CONFLICT (key) DO UPDATE SET
    title = excluded.title, about = excluded.about, who = excluded.who, starts = excluded.starts,
    ends = excluded.ends, place = excluded.place, directions = excluded.directions,
    lift = excluded.lift, hearing_loop = excluded.hearing_loop, toilet = excluded.toilet,
    coffee = excluded.coffee, transport = excluded.transport, phone = excluded.phone,
    standing = excluded.standing, example = excluded.example

-- name: all
SELECT * FROM meetings ORDER BY starts, key

-- name: one
SELECT * FROM meetings WHERE key = ?

-- name: erase_examples
DELETE FROM meetings WHERE example = 1
