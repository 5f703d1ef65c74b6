-- name: put
INSERT INTO answers (address, meeting, choice, number, language) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (address, meeting) DO UPDATE SET
    choice = excluded.choice, number = excluded.number, language = excluded.language

-- name: of_address
SELECT meeting, choice, number FROM answers WHERE address = ? ORDER BY meeting

-- name: withdraw
DELETE FROM answers WHERE address = ? AND meeting = ?

-- name: count_withdrawn
-- Counted only for an answer that was there, so that pressing "Kan inte" twice is one.
INSERT INTO tallies (meeting, withdrawn) VALUES (?, 1)
ON CONFLICT (meeting) DO UPDATE SET withdrawn = withdrawn + 1

-- name: speak
UPDATE answers SET language = ? WHERE address = ?

-- name: forget
DELETE FROM answers WHERE address = ?

-- name: close
-- The counts outlive the addresses: what staff read afterwards is the same as before. Who goes is
-- decided in the same words as in erase_old.
INSERT INTO tallies (meeting, yes, people, maybe)
SELECT meeting, sum(choice = 'yes'), sum(number * (choice = 'yes')), sum(choice = 'maybe')
FROM answers WHERE meeting IN (SELECT key FROM meetings WHERE ends < :before)
  AND (tell = 0 OR meeting IN (SELECT key FROM meetings WHERE ends < :tell_before)
       OR meeting IN (SELECT subject FROM sendings
                      WHERE purpose = 'you_said_later' AND expires <= :now))
GROUP BY meeting
ON CONFLICT (meeting) DO UPDATE SET
    yes = yes + excluded.yes, people = people + excluded.people, maybe = maybe + excluded.maybe

-- name: erase_old
-- Who wants to know what came of the meeting stays until that has been told, or half a year.
DELETE FROM answers WHERE meeting IN (SELECT key FROM meetings WHERE ends < :before)
  AND (tell = 0 OR meeting IN (SELECT key FROM meetings WHERE ends < :tell_before)
       OR meeting IN (SELECT subject FROM sendings
                      WHERE purpose = 'you_said_later' AND expires <= :now))

-- name: add_phoned
-- Staff may take back what they have added, never more.
INSERT INTO phoned (meeting, choice, people) VALUES (:meeting, :choice, max(0, :people))
ON CONFLICT (meeting, choice) DO UPDATE SET people = max(0, people + :people)

-- name: tally
SELECT coalesce(sum(yes), 0), coalesce(sum(people), 0), coalesce(sum(maybe), 0),
       coalesce(sum(withdrawn), 0), coalesce(sum(phoned), 0)
FROM (
    SELECT sum(choice = 'yes') AS yes, sum(number * (choice = 'yes')) AS people,
           sum(choice = 'maybe') AS maybe, 0 AS withdrawn, 0 AS phoned
    FROM answers WHERE meeting = :meeting
    UNION ALL
    SELECT yes, people, maybe, withdrawn, 0 FROM tallies WHERE meeting = :meeting
    UNION ALL
    SELECT 0, people * (choice = 'yes'), people * (choice = 'maybe'), 0, people * (choice = 'yes')
    FROM phoned WHERE meeting = :meeting
)
