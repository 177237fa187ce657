-- What a person follows on a portal: a dataset, the whole portal, or a place of its answers.
CREATE TABLE follows (
  id uuid PRIMARY KEY,
  -- Of the portal.
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  portal_id uuid NOT NULL REFERENCES portals ON DELETE CASCADE,
  person_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('dataset', 'portal', 'place')),
  dataset_id uuid REFERENCES datasets ON DELETE CASCADE,
  -- The place as the answer was asked for it, its name, and its shape.
  place jsonb,
  label text NOT NULL DEFAULT '',
  shape geometry(Geometry, 4326),
  -- Tells two subjects of one kind apart: the dataset, or what the place was asked by.
  subject_key text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((kind = 'dataset') = (dataset_id IS NOT NULL)),
  CHECK ((kind = 'place') = (place IS NOT NULL AND shape IS NOT NULL))
);
CREATE UNIQUE INDEX follows_person_id_portal_id_kind_subject_key_key ON follows (person_id, portal_id, kind, subject_key);
CREATE INDEX follows_community_id_idx ON follows (community_id);
CREATE INDEX follows_portal_id_kind_idx ON follows (portal_id, kind);
CREATE INDEX follows_dataset_id_idx ON follows (dataset_id);
CREATE INDEX follows_shape_idx ON follows USING gist (shape);

ALTER TABLE follows ENABLE ROW LEVEL SECURITY;
ALTER TABLE follows FORCE ROW LEVEL SECURITY;
