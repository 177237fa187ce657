-- What was done with the change of a rule, and by whom. Rows are only added.
CREATE TABLE answer_rule_events (
  id uuid PRIMARY KEY,
  portal_id uuid NOT NULL REFERENCES portals ON DELETE CASCADE,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  pack text NOT NULL,
  pack_version text NOT NULL,
  rule_key text NOT NULL,
  act text NOT NULL CHECK (act IN ('drafted', 'discarded', 'published', 'withdrawn')),
  change jsonb NOT NULL,
  actor_id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX answer_rule_events_community_id_idx ON answer_rule_events (community_id);
CREATE INDEX answer_rule_events_rule_idx ON answer_rule_events (portal_id, pack, rule_key, created_at);

-- Places that a clerk keeps with what a rule answered there. An empty list of expected findings: the rule does not speak.
CREATE TABLE answer_examples (
  id uuid PRIMARY KEY,
  portal_id uuid NOT NULL REFERENCES portals ON DELETE CASCADE,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  pack text NOT NULL,
  rule_key text NOT NULL,
  label text NOT NULL,
  place jsonb NOT NULL,
  expected jsonb NOT NULL,
  author_id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX answer_examples_community_id_idx ON answer_examples (community_id);
CREATE INDEX answer_examples_rule_idx ON answer_examples (portal_id, pack, rule_key);

ALTER TABLE answer_rule_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE answer_rule_events FORCE ROW LEVEL SECURITY;
ALTER TABLE answer_examples ENABLE ROW LEVEL SECURITY;
ALTER TABLE answer_examples FORCE ROW LEVEL SECURITY;
