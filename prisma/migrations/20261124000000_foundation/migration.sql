-- The platform's tables. Names and types follow prisma/schema; the row-level locks are in the next migration.
CREATE EXTENSION IF NOT EXISTS postgis;

CREATE TABLE users (
  id uuid PRIMARY KEY,
  email text NOT NULL UNIQUE CHECK (email = lower(email)),
  name text NOT NULL,
  locale text NOT NULL DEFAULT 'fr',
  password_hash text,
  email_verified_at timestamptz,
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended')),
  is_operator boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE one_time_codes (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  purpose text NOT NULL,
  code_hash text NOT NULL UNIQUE,
  expires_at timestamptz NOT NULL
);
CREATE INDEX one_time_codes_user_id_idx ON one_time_codes (user_id);

CREATE TABLE oidc_payloads (
  id text PRIMARY KEY,
  model text NOT NULL,
  payload jsonb NOT NULL,
  grant_id text,
  uid text,
  user_code text,
  expires_at timestamptz,
  consumed_at timestamptz
);
CREATE INDEX oidc_payloads_grant_id_idx ON oidc_payloads (grant_id);
CREATE INDEX oidc_payloads_uid_idx ON oidc_payloads (uid);
CREATE INDEX oidc_payloads_expires_at_idx ON oidc_payloads (expires_at);

CREATE TABLE mails (
  id uuid PRIMARY KEY,
  recipient text NOT NULL,
  subject text NOT NULL,
  html text NOT NULL,
  text text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX mails_created_at_idx ON mails (created_at);

CREATE TABLE communities (
  id uuid PRIMARY KEY,
  slug text NOT NULL UNIQUE,
  name text NOT NULL,
  description text NOT NULL DEFAULT '',
  plan text NOT NULL DEFAULT 'free',
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended')),
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE memberships (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('member', 'contributor', 'moderator', 'manager')),
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended')),
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (community_id, user_id)
);
CREATE INDEX memberships_user_id_idx ON memberships (user_id);

CREATE TABLE invitations (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  email text NOT NULL CHECK (email = lower(email)),
  role text NOT NULL CHECK (role IN ('member', 'contributor', 'moderator', 'manager')),
  code_hash text NOT NULL UNIQUE,
  invited_by_id uuid NOT NULL,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (community_id, email)
);

CREATE TABLE portals (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  slug text NOT NULL UNIQUE,
  name text NOT NULL,
  tagline jsonb NOT NULL DEFAULT '{}',
  base_theme text NOT NULL,
  theme jsonb NOT NULL DEFAULT '{}',
  logo_key text,
  locales text[] NOT NULL DEFAULT ARRAY['fr', 'en'],
  view jsonb NOT NULL,
  content jsonb NOT NULL DEFAULT '{}',
  show_powered_by boolean NOT NULL DEFAULT true,
  status text NOT NULL DEFAULT 'live' CHECK (status IN ('live', 'archived')),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX portals_community_id_idx ON portals (community_id);

CREATE TABLE portal_hosts (
  host text PRIMARY KEY CHECK (host = lower(host)),
  portal_id uuid NOT NULL REFERENCES portals ON DELETE CASCADE,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  is_primary boolean NOT NULL DEFAULT false
);
CREATE INDEX portal_hosts_community_id_idx ON portal_hosts (community_id);
CREATE INDEX portal_hosts_portal_id_idx ON portal_hosts (portal_id);

CREATE TABLE datasets (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  slug text NOT NULL,
  title text NOT NULL,
  abstract text NOT NULL DEFAULT '',
  licence text NOT NULL DEFAULT 'etalab-2.0',
  contact_name text NOT NULL DEFAULT '',
  contact_email text NOT NULL DEFAULT '',
  update_frequency text NOT NULL DEFAULT 'unknown',
  keywords text[] NOT NULL DEFAULT '{}',
  topic text NOT NULL DEFAULT 'other',
  lineage text NOT NULL DEFAULT '',
  is_synthetic boolean NOT NULL DEFAULT false,
  visibility text NOT NULL DEFAULT 'public' CHECK (visibility IN ('public', 'members', 'private')),
  is_shared boolean NOT NULL DEFAULT false,
  status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'published')),
  bbox double precision[] NOT NULL DEFAULT '{}',
  published_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (community_id, slug)
);

CREATE TABLE portal_datasets (
  portal_id uuid NOT NULL REFERENCES portals ON DELETE CASCADE,
  dataset_id uuid NOT NULL REFERENCES datasets ON DELETE CASCADE,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  position integer NOT NULL DEFAULT 0,
  is_visible boolean NOT NULL DEFAULT true,
  PRIMARY KEY (portal_id, dataset_id)
);
CREATE INDEX portal_datasets_community_id_idx ON portal_datasets (community_id);
CREATE INDEX portal_datasets_dataset_id_idx ON portal_datasets (dataset_id);

CREATE TABLE layers (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  dataset_id uuid NOT NULL REFERENCES datasets ON DELETE CASCADE,
  name text NOT NULL,
  title text NOT NULL,
  kind text NOT NULL DEFAULT 'vector' CHECK (kind IN ('vector', 'raster', 'elevation', 'pointcloud', 'remote')),
  table_name text NOT NULL UNIQUE CHECK (table_name ~ '^l_[0-9a-f]{32}$'),
  geometry_type text NOT NULL,
  srid integer NOT NULL,
  fields jsonb NOT NULL,
  style jsonb NOT NULL DEFAULT '{}',
  feature_count integer NOT NULL DEFAULT 0,
  bbox double precision[] NOT NULL DEFAULT '{}',
  min_zoom integer NOT NULL DEFAULT 0,
  max_zoom integer NOT NULL DEFAULT 16,
  revision integer NOT NULL DEFAULT 1,
  position integer NOT NULL DEFAULT 0,
  status text NOT NULL DEFAULT 'building' CHECK (status IN ('building', 'ready', 'failed')),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (dataset_id, name)
);
CREATE INDEX layers_community_id_idx ON layers (community_id);

CREATE TABLE layer_revisions (
  layer_id uuid NOT NULL REFERENCES layers ON DELETE CASCADE,
  revision integer NOT NULL,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  author_id uuid,
  summary jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (layer_id, revision)
);
CREATE INDEX layer_revisions_community_id_idx ON layer_revisions (community_id);

CREATE TABLE uploads (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  dataset_id uuid REFERENCES datasets ON DELETE SET NULL,
  created_by_id uuid NOT NULL,
  file_name text NOT NULL,
  size bigint NOT NULL,
  sha256 text,
  object_key text,
  status text NOT NULL DEFAULT 'receiving'
    CHECK (status IN ('receiving', 'received', 'checking', 'checked', 'publishing', 'published', 'failed')),
  driver text,
  error jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX uploads_community_id_idx ON uploads (community_id);

CREATE TABLE upload_layers (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  upload_id uuid NOT NULL REFERENCES uploads ON DELETE CASCADE,
  position integer NOT NULL,
  name text NOT NULL,
  source jsonb NOT NULL,
  geometry_type text NOT NULL,
  feature_count integer NOT NULL,
  fields jsonb NOT NULL,
  crs jsonb NOT NULL,
  chosen_srid integer,
  encoding text,
  extent double precision[] NOT NULL DEFAULT '{}',
  layer_id uuid
);
CREATE INDEX upload_layers_community_id_idx ON upload_layers (community_id);
CREATE INDEX upload_layers_upload_id_idx ON upload_layers (upload_id);

CREATE TABLE upload_findings (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  upload_id uuid NOT NULL REFERENCES uploads ON DELETE CASCADE,
  upload_layer_id uuid REFERENCES upload_layers ON DELETE CASCADE,
  rule text NOT NULL,
  severity text NOT NULL CHECK (severity IN ('error', 'warning', 'info')),
  feature_index integer,
  field text,
  point double precision[] NOT NULL DEFAULT '{}',
  params jsonb NOT NULL DEFAULT '{}',
  occurrences integer NOT NULL DEFAULT 1
);
CREATE INDEX upload_findings_community_id_idx ON upload_findings (community_id);
CREATE INDEX upload_findings_upload_id_idx ON upload_findings (upload_id);

CREATE TABLE jobs (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  kind text NOT NULL,
  subject_id uuid NOT NULL,
  input jsonb NOT NULL DEFAULT '{}',
  status text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'progress', 'success', 'failure', 'aborted')),
  step text,
  done bigint NOT NULL DEFAULT 0,
  total bigint,
  attempts integer NOT NULL DEFAULT 0,
  error jsonb,
  created_by_id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  started_at timestamptz,
  finished_at timestamptz
);
CREATE INDEX jobs_community_id_idx ON jobs (community_id);
CREATE INDEX jobs_subject_id_idx ON jobs (subject_id);

CREATE TABLE audit_entries (
  id uuid PRIMARY KEY,
  community_id uuid REFERENCES communities ON DELETE CASCADE,
  actor_id uuid,
  action text NOT NULL,
  resource_type text NOT NULL,
  resource_id text NOT NULL,
  summary jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX audit_entries_community_id_created_at_idx ON audit_entries (community_id, created_at);

CREATE TABLE outbox_events (
  sequence bigserial PRIMARY KEY,
  community_id uuid,
  topic text NOT NULL,
  payload jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- One real table per vector layer lives here.
CREATE SCHEMA layers;
