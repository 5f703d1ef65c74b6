-- name: put
INSERT INTO alerts (key, kind, made_by, made_at, districts, sentences, revision, night_by,
                    night_at)
VALUES (:key, :kind, :made_by, :made_at, :districts, :sentences, :revision, :night_by,
        :night_at)
ON CONFLICT (key) DO UPDATE SET kind = excluded.kind, districts = excluded.districts,
    sentences = excluded.sentences, revision = excluded.revision, night_by = excluded.night_by,
    night_at = excluded.night_at

-- name: one
SELECT * FROM alerts WHERE key = ?

-- name: latest
SELECT * FROM alerts ORDER BY made_at DESC, key LIMIT ?
