-- Areas of point clouds that people take home. They wait in a queue of their own, so that visitors never delay the jobs of a community.
CREATE TABLE cloud_extracts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  dataset_id uuid NOT NULL REFERENCES datasets ON DELETE CASCADE,
  layer_id uuid NOT NULL REFERENCES layers ON DELETE CASCADE,
  -- Null for a visitor, who has the secret alone.
  user_id uuid,
  secret_hash text NOT NULL,
  -- A keyed hash of the account or the network, for limits.
  sender_hash text NOT NULL,
  -- The portal that it was asked for at: its mail leads there.
  portal_id uuid REFERENCES portals ON DELETE SET NULL,
  locale text NOT NULL,
  request jsonb NOT NULL,
  -- Small ones do not wait for large ones.
  is_small boolean NOT NULL,
  status text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'progress', 'success', 'failure', 'aborted')),
  step text,
  percent integer NOT NULL DEFAULT 0,
  attempts integer NOT NULL DEFAULT 0,
  -- The last sign of life of the process that makes it.
  beat_at timestamptz,
  error jsonb,
  object_key text,
  size bigint,
  made jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  ready_at timestamptz,
  expires_at timestamptz
);
CREATE INDEX cloud_extracts_community_id_idx ON cloud_extracts (community_id);
CREATE INDEX cloud_extracts_dataset_id_idx ON cloud_extracts (dataset_id);
CREATE INDEX cloud_extracts_layer_id_idx ON cloud_extracts (layer_id);
CREATE INDEX cloud_extracts_portal_id_idx ON cloud_extracts (portal_id);
CREATE INDEX cloud_extracts_user_id_idx ON cloud_extracts (user_id);
CREATE INDEX cloud_extracts_sender_hash_idx ON cloud_extracts (sender_hash, created_at);
CREATE INDEX cloud_extracts_open_idx ON cloud_extracts (is_small, created_at) WHERE status IN ('waiting', 'progress');
CREATE INDEX cloud_extracts_object_key_idx ON cloud_extracts (object_key);
ALTER TABLE cloud_extracts ENABLE ROW LEVEL SECURITY;
ALTER TABLE cloud_extracts FORCE ROW LEVEL SECURITY;
CREATE TRIGGER keep_object_references AFTER INSERT OR DELETE OR UPDATE OF object_key ON cloud_extracts
  FOR EACH ROW EXECUTE FUNCTION app.keep_object_references('$.object_key');
