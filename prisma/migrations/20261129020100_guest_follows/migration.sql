-- A place that a person without an account follows by mail. Nothing is sent before the person has confirmed the address.
CREATE TABLE guest_follows (
  id uuid PRIMARY KEY,
  -- Of the portal.
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  portal_id uuid NOT NULL REFERENCES portals ON DELETE CASCADE,
  -- In lower case.
  email text NOT NULL,
  locale text NOT NULL,
  place jsonb NOT NULL,
  label text NOT NULL,
  shape geometry(Geometry, 4326) NOT NULL,
  subject_key text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  confirmed_at timestamptz,
  -- The last mail about a change: at most one a day.
  notified_at timestamptz
);
CREATE UNIQUE INDEX guest_follows_email_portal_id_subject_key_key ON guest_follows (email, portal_id, subject_key);
CREATE INDEX guest_follows_community_id_idx ON guest_follows (community_id);
CREATE INDEX guest_follows_portal_id_idx ON guest_follows (portal_id);
CREATE INDEX guest_follows_shape_idx ON guest_follows USING gist (shape);
CREATE INDEX guest_follows_pending_idx ON guest_follows (created_at) WHERE confirmed_at IS NULL;

ALTER TABLE guest_follows ENABLE ROW LEVEL SECURITY;
ALTER TABLE guest_follows FORCE ROW LEVEL SECURITY;
