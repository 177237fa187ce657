-- Tiles of point clouds are replaced one by one. Every revision of a tile is kept, the current one too: its bytes, what is in it, who and when.
ALTER TABLE dataset_attachments ADD COLUMN revision integer NOT NULL DEFAULT 1;

CREATE TABLE cloud_revisions (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  attachment_id uuid NOT NULL REFERENCES dataset_attachments ON DELETE CASCADE,
  revision integer NOT NULL CHECK (revision > 0),
  -- The uploaded file.
  file_name text NOT NULL,
  size bigint NOT NULL,
  object_key text NOT NULL,
  cloud jsonb NOT NULL,
  author_id uuid,
  -- The earlier revision whose points this one has again.
  restores integer,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (attachment_id, revision)
);
CREATE INDEX cloud_revisions_community_id_idx ON cloud_revisions (community_id);
CREATE INDEX cloud_revisions_author_id_idx ON cloud_revisions (author_id);
CREATE INDEX cloud_revisions_object_key_idx ON cloud_revisions (object_key);
ALTER TABLE cloud_revisions ENABLE ROW LEVEL SECURITY;
ALTER TABLE cloud_revisions FORCE ROW LEVEL SECURITY;
CREATE TRIGGER keep_object_references AFTER INSERT OR DELETE OR UPDATE OF object_key ON cloud_revisions
  FOR EACH ROW EXECUTE FUNCTION app.keep_object_references('$.object_key');

-- All tiles of a dataset are one layer.
CREATE UNIQUE INDEX layers_one_cloud_idx ON layers (dataset_id) WHERE kind = 'pointcloud';
