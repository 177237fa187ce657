-- What real records say of a dataset, and the documents that come with its data.
ALTER TABLE datasets
  ADD COLUMN identifier text NOT NULL DEFAULT '',
  ADD COLUMN constraints text NOT NULL DEFAULT '',
  ADD COLUMN contacts jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN scale integer CHECK (scale > 0),
  ADD COLUMN resolution double precision CHECK (resolution > 0),
  ADD COLUMN produced_on text NOT NULL DEFAULT '',
  ADD COLUMN revised_on text NOT NULL DEFAULT '';

-- What the metadata record of a delivery says, as a record to offer; and the files of it that are no data: [{"path", "size"}].
ALTER TABLE uploads
  ADD COLUMN record jsonb,
  ADD COLUMN documents jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN document_count integer NOT NULL DEFAULT 0;

CREATE TABLE dataset_attachments (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  dataset_id uuid NOT NULL REFERENCES datasets ON DELETE CASCADE,
  upload_id uuid REFERENCES uploads ON DELETE SET NULL,
  path text NOT NULL,
  file_name text NOT NULL,
  title text NOT NULL,
  media_type text NOT NULL,
  size bigint NOT NULL CHECK (size >= 0),
  sha256 text NOT NULL,
  object_key text NOT NULL,
  position integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (dataset_id, path)
);
CREATE INDEX dataset_attachments_community_id_idx ON dataset_attachments (community_id);
CREATE INDEX dataset_attachments_upload_id_idx ON dataset_attachments (upload_id);
CREATE INDEX dataset_attachments_object_key_idx ON dataset_attachments (object_key);

ALTER TABLE dataset_attachments ENABLE ROW LEVEL SECURITY;
ALTER TABLE dataset_attachments FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON dataset_attachments TO archipel_system, archipel_worker;
GRANT SELECT, UPDATE, DELETE ON dataset_attachments TO archipel_app;
CREATE POLICY system_all ON dataset_attachments TO archipel_system USING (true) WITH CHECK (true);
CREATE POLICY worker_own ON dataset_attachments TO archipel_worker USING (community_id = (SELECT app.community_id()))
  WITH CHECK (community_id = (SELECT app.community_id()));
-- As readable as their dataset, whose own policy answers the sub-select; written by the job alone.
CREATE POLICY app_read ON dataset_attachments FOR SELECT TO archipel_app
  USING (EXISTS (SELECT FROM datasets d WHERE d.id = dataset_id));
CREATE POLICY app_update ON dataset_attachments FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]))
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON dataset_attachments FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
