-- A grant opens a dataset, or one layer of it, to a person or to the members of a community who could not read it otherwise: all of it, or
-- some columns, an area, until a date. What no grant gives stays closed.
CREATE TABLE grants (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  permission text NOT NULL DEFAULT 'read' CHECK (permission = 'read'),
  dataset_id uuid NOT NULL REFERENCES datasets ON DELETE CASCADE,
  -- Null: every layer of the dataset.
  layer_id uuid REFERENCES layers ON DELETE CASCADE,
  -- Exactly one of them.
  user_id uuid REFERENCES users ON DELETE CASCADE,
  subject_community_id uuid REFERENCES communities ON DELETE CASCADE,
  -- Null: every column that is not hidden.
  columns text[],
  -- Null: everywhere. The edges of an area are straight in Web Mercator.
  area geometry(MultiPolygon, 4326),
  area_3857 geometry(MultiPolygon, 3857) GENERATED ALWAYS AS (ST_Transform(area, 3857)) STORED,
  -- A rectangle inside the area: what is inside it needs no exact comparison.
  inner_3857 geometry(Polygon, 3857),
  area_name text NOT NULL DEFAULT '',
  valid_from timestamptz NOT NULL DEFAULT now(),
  valid_until timestamptz,
  purpose text NOT NULL DEFAULT '',
  given_by_id uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz,
  revoked_by_id uuid,
  CHECK (num_nonnulls(user_id, subject_community_id) = 1),
  CHECK (layer_id IS NOT NULL OR columns IS NULL),
  CHECK (valid_until > valid_from),
  CHECK ((area IS NULL) = (inner_3857 IS NULL))
);
CREATE INDEX grants_dataset_id_idx ON grants (dataset_id);
CREATE INDEX grants_layer_id_idx ON grants (layer_id);
CREATE INDEX grants_community_id_idx ON grants (community_id, created_at);
CREATE INDEX grants_user_id_idx ON grants (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX grants_subject_community_id_idx ON grants (subject_community_id) WHERE subject_community_id IS NOT NULL;

-- A person asks for more of a dataset. One open request per person and dataset.
CREATE TABLE access_requests (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  dataset_id uuid NOT NULL REFERENCES datasets ON DELETE CASCADE,
  layer_id uuid REFERENCES layers ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  -- Where the person asked: the branding and the links of the answer.
  portal_id uuid REFERENCES portals ON DELETE SET NULL,
  reason text NOT NULL,
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'accepted', 'declined', 'withdrawn')),
  answer text NOT NULL DEFAULT '',
  grant_id uuid REFERENCES grants ON DELETE SET NULL,
  decided_by_id uuid,
  decided_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX access_requests_open_idx ON access_requests (dataset_id, user_id) WHERE status = 'open';
CREATE INDEX access_requests_community_id_idx ON access_requests (community_id, status, created_at);
CREATE INDEX access_requests_user_id_idx ON access_requests (user_id, created_at);
CREATE INDEX access_requests_layer_id_idx ON access_requests (layer_id);
CREATE INDEX access_requests_portal_id_idx ON access_requests (portal_id);
CREATE INDEX access_requests_grant_id_idx ON access_requests (grant_id);
