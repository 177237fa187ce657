-- Runs of processings: what was asked, of which layers at which revision, and what came out. Where the result is a layer, this is its lineage.
CREATE TABLE processing_runs (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  processing text NOT NULL,
  version integer NOT NULL,
  parameters jsonb NOT NULL,
  -- [{ layerId, title, datasetId, datasetTitle, revision, features }]: it stays readable when a source is gone.
  sources jsonb NOT NULL,
  title text NOT NULL,
  -- Null: the result is a layer.
  format text,
  dataset_id uuid REFERENCES datasets ON DELETE SET NULL,
  layer_id uuid REFERENCES layers ON DELETE SET NULL,
  -- { name, objectKey, size }
  file jsonb,
  -- { in, out, … }
  counts jsonb,
  created_by_id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz
);
CREATE INDEX processing_runs_community_id_idx ON processing_runs (community_id);
CREATE INDEX processing_runs_dataset_id_idx ON processing_runs (dataset_id);
CREATE INDEX processing_runs_layer_id_idx ON processing_runs (layer_id);

ALTER TABLE processing_runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE processing_runs FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON processing_runs TO archipel_system, archipel_worker;
-- A person asks; what comes of it is the job's to write.
GRANT SELECT, INSERT ON processing_runs TO archipel_app;
CREATE POLICY system_all ON processing_runs TO archipel_system USING (true) WITH CHECK (true);
CREATE POLICY worker_own ON processing_runs TO archipel_worker USING (community_id = (SELECT app.community_id()))
  WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON processing_runs FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));
CREATE POLICY app_insert ON processing_runs FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));
