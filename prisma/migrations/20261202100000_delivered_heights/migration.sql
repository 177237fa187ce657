-- Rasters of heights that people upload are layers of kind `elevation` too. No method computed them, and they follow no points.
ALTER TABLE elevation_models ALTER COLUMN method DROP NOT NULL;

-- Their tiles are replaced one by one. Every revision of a tile is kept, the current one too.
CREATE TABLE elevation_revisions (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  attachment_id uuid NOT NULL REFERENCES dataset_attachments ON DELETE CASCADE,
  revision integer NOT NULL CHECK (revision > 0),
  -- The uploaded file.
  file_name text NOT NULL,
  size bigint NOT NULL,
  object_key text NOT NULL,
  preview_key text,
  raster jsonb NOT NULL,
  author_id uuid,
  -- The earlier revision whose heights this one has again.
  restores integer,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (attachment_id, revision)
);
CREATE INDEX elevation_revisions_community_id_idx ON elevation_revisions (community_id);
CREATE INDEX elevation_revisions_author_id_idx ON elevation_revisions (author_id);
CREATE INDEX elevation_revisions_object_key_idx ON elevation_revisions (object_key);
CREATE INDEX elevation_revisions_preview_key_idx ON elevation_revisions (preview_key);
ALTER TABLE elevation_revisions ENABLE ROW LEVEL SECURITY;
ALTER TABLE elevation_revisions FORCE ROW LEVEL SECURITY;
CREATE TRIGGER keep_object_references AFTER INSERT OR DELETE OR UPDATE OF object_key, preview_key ON elevation_revisions
  FOR EACH ROW EXECUTE FUNCTION app.keep_object_references('$.object_key', '$.preview_key');
