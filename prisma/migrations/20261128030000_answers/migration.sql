-- What a layer declares, so that a report may use it. A layer without declared coverage never clears a place.
CREATE TABLE layer_answers (
  layer_id uuid PRIMARY KEY REFERENCES layers ON DELETE CASCADE,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  model text,
  standard_table text,
  tags text[] NOT NULL DEFAULT '{}',
  coverage text NOT NULL DEFAULT 'undeclared' CHECK (coverage IN ('undeclared', 'everywhere', 'communes', 'area')),
  communes text[] NOT NULL DEFAULT '{}',
  area geometry(MultiPolygon, 4326),
  accuracy_m double precision CHECK (accuracy_m > 0),
  scale_denominator integer CHECK (scale_denominator > 0),
  captured date,
  stale_after_days integer CHECK (stale_after_days > 0),
  documents jsonb NOT NULL DEFAULT '[]',
  updated_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((model IS NULL) = (standard_table IS NULL)),
  CHECK ((coverage = 'area') = (area IS NOT NULL)),
  CHECK ((coverage = 'communes') = (communes <> '{}'))
);
CREATE INDEX layer_answers_community_id_idx ON layer_answers (community_id);

-- The packs that a portal answers with.
CREATE TABLE portal_answers (
  portal_id uuid PRIMARY KEY REFERENCES portals ON DELETE CASCADE,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  packs text[] NOT NULL DEFAULT '{}',
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX portal_answers_community_id_idx ON portal_answers (community_id);

-- What a portal changes of a rule. At most one draft beside the published change; nobody publishes their own draft.
CREATE TABLE answer_overrides (
  id uuid PRIMARY KEY,
  portal_id uuid NOT NULL REFERENCES portals ON DELETE CASCADE,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  pack text NOT NULL,
  pack_version text NOT NULL,
  rule_key text NOT NULL,
  change jsonb NOT NULL,
  state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'published')),
  author_id uuid NOT NULL,
  reviewer_id uuid,
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (portal_id, pack, rule_key, state),
  CHECK ((state = 'published') = (reviewer_id IS NOT NULL)),
  CHECK (reviewer_id <> author_id)
);
CREATE INDEX answer_overrides_community_id_idx ON answer_overrides (community_id);

ALTER TABLE layer_answers ENABLE ROW LEVEL SECURITY;
ALTER TABLE layer_answers FORCE ROW LEVEL SECURITY;
ALTER TABLE portal_answers ENABLE ROW LEVEL SECURITY;
ALTER TABLE portal_answers FORCE ROW LEVEL SECURITY;
ALTER TABLE answer_overrides ENABLE ROW LEVEL SECURITY;
ALTER TABLE answer_overrides FORCE ROW LEVEL SECURITY;
