-- Updates of a layer: by a file (delta, append, replace), or back to an earlier revision. A job computes what differs into a table of
-- schema layers of its own (l_<layer>_u<end of the id>); another one applies it as a revision. `preview` is what the first one told.
CREATE TABLE layer_updates (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  layer_id uuid NOT NULL REFERENCES layers ON DELETE CASCADE,
  upload_id uuid REFERENCES uploads ON DELETE SET NULL,
  upload_layer_id uuid REFERENCES upload_layers ON DELETE SET NULL,
  author_id uuid REFERENCES users ON DELETE SET NULL,
  file_name text NOT NULL,
  way text NOT NULL CHECK (way IN ('delta', 'append', 'replace', 'restore')),
  choice jsonb NOT NULL DEFAULT '{}',
  restores_revision integer,
  preview jsonb,
  -- The revision that it made, once it is applied.
  revision integer,
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((way = 'restore') = (restores_revision IS NOT NULL))
);
CREATE INDEX layer_updates_community_id_idx ON layer_updates (community_id);
CREATE INDEX layer_updates_layer_id_idx ON layer_updates (layer_id);
CREATE INDEX layer_updates_upload_id_idx ON layer_updates (upload_id);

ALTER TABLE layer_updates ENABLE ROW LEVEL SECURITY;
ALTER TABLE layer_updates FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON layer_updates TO archipel_app, archipel_system, archipel_worker;
CREATE POLICY system_all ON layer_updates TO archipel_system USING (true) WITH CHECK (true);
CREATE POLICY worker_own ON layer_updates TO archipel_worker USING (community_id = (SELECT app.community_id()))
  WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_manage ON layer_updates TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]))
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
