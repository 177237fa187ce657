-- Read-only and deleted communities and portals, copies of a whole community, and communities that come from another platform.

ALTER TABLE communities DROP CONSTRAINT communities_status_check;
ALTER TABLE communities
  ADD CONSTRAINT communities_status_check CHECK (status IN ('active', 'suspended', 'archived', 'deleted', 'importing')),
  ADD COLUMN frozen_at timestamptz,
  ADD COLUMN frozen_by_id uuid,
  ADD COLUMN frozen_reason text NOT NULL DEFAULT '',
  ADD COLUMN erase_at timestamptz,
  ADD COLUMN erase_mails integer NOT NULL DEFAULT 0;
CREATE INDEX communities_erase_at_idx ON communities (erase_at) WHERE erase_at IS NOT NULL;

ALTER TABLE portals DROP CONSTRAINT portals_status_check;
ALTER TABLE portals
  ADD CONSTRAINT portals_status_check CHECK (status IN ('live', 'archived', 'deleted')),
  ADD COLUMN frozen_at timestamptz,
  ADD COLUMN frozen_by_id uuid,
  ADD COLUMN frozen_reason text NOT NULL DEFAULT '',
  ADD COLUMN erase_at timestamptz,
  ADD COLUMN erase_mails integer NOT NULL DEFAULT 0;
CREATE INDEX portals_erase_at_idx ON portals (erase_at) WHERE erase_at IS NOT NULL;

CREATE TABLE community_exports (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  community_id uuid NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
  requested_by_id uuid NOT NULL,
  parts jsonb NOT NULL DEFAULT '[]',
  object_key text,
  size bigint,
  rows bigint,
  created_at timestamptz NOT NULL DEFAULT now(),
  ready_at timestamptz,
  expires_at timestamptz
);
CREATE INDEX community_exports_community_id_created_at_idx ON community_exports (community_id, created_at);
CREATE INDEX community_exports_requested_by_id_idx ON community_exports (requested_by_id);
CREATE TRIGGER keep_object_references AFTER INSERT OR DELETE OR UPDATE OF parts, object_key ON community_exports
  FOR EACH ROW EXECUTE FUNCTION app.keep_object_references('$.object_key', '$.parts[*].key');

CREATE TABLE community_imports (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  requested_by_id uuid NOT NULL,
  file_name text NOT NULL,
  size bigint NOT NULL,
  object_key text,
  status text NOT NULL DEFAULT 'inspecting'
    CHECK (status IN ('inspecting', 'refused', 'inspected', 'waiting', 'running', 'failed', 'done')),
  step text,
  done bigint NOT NULL DEFAULT 0,
  total bigint,
  found jsonb,
  choices jsonb NOT NULL DEFAULT '{}',
  error jsonb,
  target_id uuid,
  attempts integer NOT NULL DEFAULT 0,
  alive_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz
);
CREATE INDEX community_imports_requested_by_id_idx ON community_imports (requested_by_id);
CREATE TRIGGER keep_object_references AFTER INSERT OR DELETE OR UPDATE OF object_key ON community_imports
  FOR EACH ROW EXECUTE FUNCTION app.keep_object_references('$.object_key');
