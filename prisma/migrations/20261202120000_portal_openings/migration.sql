-- What a portal is opened with, as it is sent: read by key instead of being put together for each first page.
CREATE TABLE portal_openings (
  portal_id uuid NOT NULL REFERENCES portals ON DELETE CASCADE,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  locale text NOT NULL,
  -- The path of a page below the language; empty: the home.
  slug text NOT NULL,
  -- The version of the code and the settings that wrote it.
  maker text NOT NULL,
  -- The portal and the communities whose changes make it untrue.
  subjects uuid[] NOT NULL,
  -- The transactions whose changes it shows. Their numbers mean nothing on another cluster, where a backup may be restored.
  seen pg_snapshot NOT NULL,
  cluster bigint NOT NULL,
  read_at timestamptz NOT NULL,
  -- When it changes by the clock alone.
  until timestamptz,
  answer text NOT NULL,
  PRIMARY KEY (portal_id, locale, slug)
);
CREATE INDEX portal_openings_community_id_idx ON portal_openings (community_id);
ALTER TABLE portal_openings ENABLE ROW LEVEL SECURITY;
ALTER TABLE portal_openings FORCE ROW LEVEL SECURITY;

-- Which transactions changed the public content of a portal or of a community. Rows are only added, so writers never wait for one another.
CREATE TABLE content_changes (
  id bigserial PRIMARY KEY,
  subject uuid NOT NULL,
  transaction xid8 NOT NULL,
  cluster bigint NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX content_changes_subject_transaction_idx ON content_changes (subject, transaction);
CREATE INDEX content_changes_changed_at_idx ON content_changes (changed_at);
ALTER TABLE content_changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE content_changes FORCE ROW LEVEL SECURITY;
