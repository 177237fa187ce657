-- Short addresses of answers. Only the place is kept: nobody who made or opened one.
CREATE TABLE answer_links (
  portal_id uuid NOT NULL REFERENCES portals ON DELETE CASCADE,
  -- Computed from the place with a key of the platform, so that the same place has the same address again, and nobody guesses another's.
  id text NOT NULL CHECK (id ~ '^[0-9a-hjkmnp-tv-z]{13}$'),
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  place jsonb NOT NULL,
  made_on date NOT NULL DEFAULT current_date,
  -- The last days on which it was opened, and printed.
  opened_on date,
  printed_on date,
  PRIMARY KEY (portal_id, id)
);
CREATE INDEX answer_links_community_id_idx ON answer_links (community_id);
CREATE INDEX answer_links_made_on_idx ON answer_links (made_on);

ALTER TABLE answer_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE answer_links FORCE ROW LEVEL SECURITY;
