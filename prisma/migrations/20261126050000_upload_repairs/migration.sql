-- Repairs of uploads, done to what is read of them and never to the files themselves. Each change of an upload's recipe is a revision; what
-- was undone stays, so that a check knows what it ran on.
ALTER TABLE uploads
  ADD COLUMN recipe_revision integer NOT NULL DEFAULT 0,
  -- The revision whose delivery the upload's own reading is of.
  ADD COLUMN read_revision integer NOT NULL DEFAULT 0,
  -- The repaired delivery, and under which name it is read; null when the original counts.
  ADD COLUMN repaired_key text,
  ADD COLUMN repaired_name text,
  -- What was repaired in it: kinds and counts.
  ADD COLUMN repaired_lineage jsonb NOT NULL DEFAULT '[]';

ALTER TABLE checks
  -- The check whose repairs this one came from.
  ADD COLUMN previous_id uuid REFERENCES checks ON DELETE SET NULL,
  ADD COLUMN recipe_revision integer NOT NULL DEFAULT 0,
  -- How many operations the recipe had.
  ADD COLUMN repairs integer NOT NULL DEFAULT 0;
CREATE INDEX checks_previous_id_idx ON checks (previous_id);

CREATE TABLE upload_repairs (
  upload_id uuid NOT NULL REFERENCES uploads ON DELETE CASCADE,
  position integer NOT NULL CHECK (position > 0),
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  -- The revision of the recipe that it came with, and the one that it was undone by.
  revision integer NOT NULL CHECK (revision > 0),
  undone_revision integer CHECK (undone_revision > revision),
  -- What it answers to: the model and the options of the check that it was asked on.
  model_key text NOT NULL,
  model_version integer,
  options jsonb NOT NULL DEFAULT '{}',
  operation jsonb NOT NULL,
  -- Kinds and counts of what it changed, once its rows were read.
  counts jsonb,
  author_id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (upload_id, position)
);
CREATE INDEX upload_repairs_community_id_idx ON upload_repairs (community_id);

ALTER TABLE upload_repairs ENABLE ROW LEVEL SECURITY;
ALTER TABLE upload_repairs FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON upload_repairs TO archipel_system;
GRANT SELECT, UPDATE ON upload_repairs TO archipel_worker;
-- An operation is written once and undone at most; it goes with its upload.
GRANT SELECT, INSERT, UPDATE ON upload_repairs TO archipel_app;
CREATE POLICY system_all ON upload_repairs TO archipel_system USING (true) WITH CHECK (true);
CREATE POLICY worker_own ON upload_repairs TO archipel_worker USING (community_id = (SELECT app.community_id()))
  WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON upload_repairs FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));
CREATE POLICY app_insert ON upload_repairs FOR INSERT TO archipel_app
  WITH CHECK (author_id = (SELECT app.user_id()) AND community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));
CREATE POLICY app_update ON upload_repairs FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));
