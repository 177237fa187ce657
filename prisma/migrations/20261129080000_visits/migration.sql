-- How often the pages of a portal are opened. Nothing here leads to a person: rows are counts, and the marks that tell the visitors of a day apart
-- are deleted with the day's secret.
ALTER TABLE portals ADD COLUMN counts_visits boolean NOT NULL DEFAULT true;

CREATE TABLE visit_counts (
  portal_id uuid NOT NULL REFERENCES portals ON DELETE CASCADE,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  day date NOT NULL,
  -- all, visitors, page, from, device, language
  kind text NOT NULL,
  key text NOT NULL,
  views integer NOT NULL CHECK (views >= 0),
  PRIMARY KEY (portal_id, day, kind, key)
);
CREATE INDEX visit_counts_community_id_idx ON visit_counts (community_id);
ALTER TABLE visit_counts ENABLE ROW LEVEL SECURITY;
ALTER TABLE visit_counts FORCE ROW LEVEL SECURITY;

-- A random secret for each day, with which visitors are marked; deleted when the day is over.
CREATE TABLE visit_secrets (day date PRIMARY KEY, secret bytea NOT NULL);
ALTER TABLE visit_secrets ENABLE ROW LEVEL SECURITY;
ALTER TABLE visit_secrets FORCE ROW LEVEL SECURITY;

-- The visitors of today and of a portal, each as a keyed hash that nobody can repeat without the day's secret.
CREATE TABLE visit_marks (
  portal_id uuid NOT NULL REFERENCES portals ON DELETE CASCADE,
  day date NOT NULL,
  mark bytea NOT NULL,
  PRIMARY KEY (portal_id, day, mark)
);
ALTER TABLE visit_marks ENABLE ROW LEVEL SECURITY;
ALTER TABLE visit_marks FORCE ROW LEVEL SECURITY;
