-- Partner applications: registered by a community or by a person, allowed by each person at the hub.
CREATE TABLE applications (
  id uuid PRIMARY KEY,
  community_id uuid REFERENCES communities(id) ON DELETE CASCADE,
  owner_id uuid REFERENCES users(id) ON DELETE CASCADE,
  created_by_id uuid REFERENCES users(id) ON DELETE SET NULL,
  name text NOT NULL,
  description text NOT NULL DEFAULT '',
  kind text NOT NULL CHECK (kind IN ('public', 'confidential')),
  redirect_uris text[] NOT NULL,
  scopes text[] NOT NULL,
  dataset_ids uuid[] NOT NULL DEFAULT '{}',
  layer_ids uuid[] NOT NULL DEFAULT '{}',
  secret_version integer NOT NULL DEFAULT 1,
  suspended_at timestamptz,
  suspended_reason text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT applications_owner_check CHECK ((community_id IS NULL) <> (owner_id IS NULL))
);
CREATE INDEX applications_community_id_idx ON applications (community_id);
CREATE INDEX applications_owner_id_idx ON applications (owner_id);

-- What a person allows an application, until it is revoked, ends, or the hub forgets its grant. The command line has no application; it acts in
-- one community.
CREATE TABLE application_grants (
  id uuid PRIMARY KEY,
  client_id text NOT NULL,
  application_id uuid REFERENCES applications(id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  community_id uuid REFERENCES communities(id) ON DELETE CASCADE,
  grant_id text NOT NULL UNIQUE,
  grant_key text NOT NULL REFERENCES oidc_payloads(id) ON DELETE CASCADE,
  scopes text[] NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  last_used_at timestamptz
);
CREATE INDEX application_grants_user_id_idx ON application_grants (user_id);
CREATE INDEX application_grants_application_id_idx ON application_grants (application_id);
CREATE INDEX application_grants_grant_key_idx ON application_grants (grant_key);
CREATE INDEX application_grants_community_id_idx ON application_grants (community_id);
CREATE UNIQUE INDEX oidc_payloads_user_code_idx ON oidc_payloads (user_code) WHERE user_code IS NOT NULL;
