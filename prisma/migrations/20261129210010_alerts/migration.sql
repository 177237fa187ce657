-- Alerts of a portal. A portal says nothing of alerts until its community keeps them.
CREATE TABLE portal_alerts (
  portal_id uuid PRIMARY KEY REFERENCES portals ON DELETE CASCADE,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  is_kept boolean NOT NULL DEFAULT true,
  -- When the community last said that what the portal shows is right.
  checked_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX portal_alerts_community_id_idx ON portal_alerts (community_id);

CREATE TABLE alerts (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  portal_id uuid NOT NULL REFERENCES portals ON DELETE CASCADE,
  status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'published', 'cancelled')),
  -- What its writers are at; what everyone reads is the last revision.
  draft jsonb NOT NULL,
  -- Raised by each change of the draft: who read an older one cannot overwrite it.
  revision integer NOT NULL DEFAULT 1,
  published_revision_id uuid,
  updated_by_id uuid REFERENCES users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((status = 'draft') = (published_revision_id IS NULL))
);
CREATE INDEX alerts_community_id_idx ON alerts (community_id);
CREATE INDEX alerts_portal_id_idx ON alerts (portal_id);
CREATE INDEX alerts_updated_by_id_idx ON alerts (updated_by_id);

-- What an alert said at a moment: nothing of it changes.
CREATE TABLE alert_revisions (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  alert_id uuid NOT NULL REFERENCES alerts ON DELETE CASCADE,
  number integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('first', 'correction', 'end', 'cancellation')),
  content jsonb NOT NULL,
  -- Null: the whole portal.
  area geometry(MultiPolygon, 4326),
  starts_at timestamptz NOT NULL,
  ends_at timestamptz,
  -- What a correction changed, in the words of its writer.
  note text NOT NULL DEFAULT '',
  author_id uuid REFERENCES users ON DELETE SET NULL,
  published_at timestamptz NOT NULL DEFAULT now(),
  -- Whether followers are notified, and when they were: once.
  is_sent boolean NOT NULL,
  sent_at timestamptz,
  UNIQUE (alert_id, number)
);
CREATE INDEX alert_revisions_community_id_idx ON alert_revisions (community_id);
CREATE INDEX alert_revisions_author_id_idx ON alert_revisions (author_id);
CREATE INDEX alert_revisions_area_idx ON alert_revisions USING gist (area);

ALTER TABLE alerts ADD CONSTRAINT alerts_published_revision_id_fkey FOREIGN KEY (published_revision_id) REFERENCES alert_revisions ON DELETE NO ACTION DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX alerts_published_revision_id_idx ON alerts (published_revision_id);

CREATE INDEX notices_alert_idx ON notices (subject_id) WHERE subject_type = 'alert';

ALTER TABLE portal_alerts ENABLE ROW LEVEL SECURITY;
ALTER TABLE portal_alerts FORCE ROW LEVEL SECURITY;
ALTER TABLE alerts ENABLE ROW LEVEL SECURITY;
ALTER TABLE alerts FORCE ROW LEVEL SECURITY;
ALTER TABLE alert_revisions ENABLE ROW LEVEL SECURITY;
ALTER TABLE alert_revisions FORCE ROW LEVEL SECURITY;
