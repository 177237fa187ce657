-- Themes that a community keeps: by name, to use them on its portals, and each published theme of a portal, to go back to it.
CREATE TABLE saved_themes (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  -- The portal that showed it; null for a theme with a name.
  portal_id uuid REFERENCES portals ON DELETE CASCADE,
  name text,
  base_theme text NOT NULL,
  theme jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((portal_id IS NULL) = (name IS NOT NULL))
);
CREATE UNIQUE INDEX saved_themes_community_id_name_idx ON saved_themes (community_id, name);
CREATE INDEX saved_themes_portal_id_created_at_idx ON saved_themes (portal_id, created_at);
ALTER TABLE saved_themes ENABLE ROW LEVEL SECURITY;
ALTER TABLE saved_themes FORCE ROW LEVEL SECURITY;
