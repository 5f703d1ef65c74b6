-- name: put
INSERT INTO meetings (key, title, about, who, starts, ends, place, directions, lift, hearing_loop,
                      toilet, coffee, transport, phone, standing, example, seats, languages,
                      districts, sentence, photo_text, revision, changed)
VALUES (:key, :title, :about, :who, :starts, :ends, :place, :directions, :lift, :hearing_loop,
        :toilet, :coffee, :transport, :phone, :standing, :example,
        :seats, :languages, :districts, :sentence, :photo_text, :revision, :changed)
ON CONFLICT (key) DO UPDATE SET
    title = excluded.title, about = excluded.about, who = excluded.who, starts = excluded.starts,
    ends = excluded.ends, place = excluded.place, directions = excluded.directions,
    lift = excluded.lift, hearing_loop = excluded.hearing_loop, toilet = excluded.toilet,
    coffee = excluded.coffee, transport = excluded.transport, phone = excluded.phone,
    standing = excluded.standing, example = excluded.example, seats = excluded.seats,
    languages = excluded.languages, districts = excluded.districts,
    sentence = excluded.sentence, photo_text = excluded.photo_text,
    revision = excluded.revision, changed = excluded.changed

-- name: all
SELECT * FROM meetings ORDER BY starts, key

-- name: one
SELECT * FROM meetings WHERE key = ?

-- name: erase_examples
DELETE FROM meetings WHERE example = 1

-- name: remove_draft
DELETE FROM meetings WHERE key = ? AND standing = 'draft'
