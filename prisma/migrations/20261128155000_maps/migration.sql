-- Maps and stories that people save on a portal. What is in the JSON columns is the contract `maps`.
CREATE TABLE saved_maps (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  portal_id uuid NOT NULL REFERENCES portals ON DELETE CASCADE,
  owner_id uuid REFERENCES users ON DELETE SET NULL,
  slug text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('map', 'story')),
  status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'unlisted', 'published')),
  is_proposed boolean NOT NULL DEFAULT false,
  title jsonb NOT NULL,
  text jsonb NOT NULL DEFAULT '{}',
  state jsonb NOT NULL,
  chapters jsonb NOT NULL DEFAULT '[]',
  preview jsonb NOT NULL DEFAULT '[]',
  revision integer NOT NULL DEFAULT 1,
  published_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (portal_id, slug),
  CHECK ((status = 'published') = (published_at IS NOT NULL)),
  CHECK (NOT is_proposed OR status = 'unlisted')
);
CREATE INDEX saved_maps_community_id_idx ON saved_maps (community_id);
CREATE INDEX saved_maps_owner_id_idx ON saved_maps (owner_id);
CREATE INDEX saved_maps_portal_id_published_at_idx ON saved_maps (portal_id, published_at);

ALTER TABLE saved_maps ENABLE ROW LEVEL SECURITY;
ALTER TABLE saved_maps FORCE ROW LEVEL SECURITY;
