-- Keys that a community's own programs come with, made by its managers. Only the hash of a key is kept. A key that was revoked stays: the
-- journal tells its name.
CREATE TABLE community_keys (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  name text NOT NULL,
  scope text NOT NULL CHECK (scope IN ('read', 'contribute', 'produce')),
  secret_hash text NOT NULL UNIQUE,
  -- Whom it speaks for: it dies with this person's membership.
  created_by_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);
CREATE INDEX community_keys_community_id_idx ON community_keys (community_id);
CREATE INDEX community_keys_created_by_id_idx ON community_keys (created_by_id);

ALTER TABLE community_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE community_keys FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON community_keys TO archipel_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON community_keys TO archipel_system;
CREATE POLICY system_all ON community_keys TO archipel_system USING (true) WITH CHECK (true);
CREATE POLICY app_manage ON community_keys TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]))
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

-- By which key of a community a call comes, and the strongest role that it may act in: set with the scope of the transaction.
CREATE FUNCTION app.key_id() RETURNS uuid LANGUAGE sql STABLE
  RETURN nullif(current_setting('archipel.key_id', true), '')::uuid;
CREATE FUNCTION app.at_most() RETURNS text LANGUAGE sql STABLE
  RETURN nullif(current_setting('archipel.at_most', true), '');
GRANT EXECUTE ON FUNCTION app.key_id(), app.at_most() TO archipel_app, archipel_worker, archipel_system;

-- What is written in such a transaction tells the key by itself.
ALTER TABLE audit_entries ADD COLUMN key_id uuid DEFAULT app.key_id() REFERENCES community_keys ON DELETE SET NULL;
ALTER TABLE jobs ADD COLUMN key_id uuid DEFAULT app.key_id() REFERENCES community_keys ON DELETE SET NULL;
CREATE INDEX audit_entries_key_id_idx ON audit_entries (key_id) WHERE key_id IS NOT NULL;
CREATE INDEX jobs_key_id_idx ON jobs (key_id) WHERE key_id IS NOT NULL;

-- A key acts as its maker, with no more than its own role, and never as an operator.
GRANT CREATE ON SCHEMA app TO archipel_system;
SET LOCAL ROLE archipel_system;

CREATE OR REPLACE FUNCTION app.communities_as(min_role text) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  -- A visitor is in no community: most calls end here.
  IF app.user_id() IS NULL THEN RETURN '{}'; END IF;
  IF app.at_most() IS NOT NULL AND coalesce(app.role_rank(app.at_most()), 0) < app.role_rank(min_role) THEN RETURN '{}'; END IF;
  RETURN (
    SELECT coalesce(array_agg(m.community_id), '{}')
    FROM public.memberships m
    JOIN public.communities c ON c.id = m.community_id AND c.status = 'active'
    JOIN public.users u ON u.id = m.user_id AND u.status = 'active'
    WHERE m.user_id = app.user_id() AND m.status = 'active'
      AND app.role_rank(m.role) >= app.role_rank(min_role)
      AND (app.community_id() IS NULL OR m.community_id = app.community_id()));
END $$;

CREATE OR REPLACE FUNCTION app.is_operator() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF app.user_id() IS NULL OR app.at_most() IS NOT NULL THEN RETURN false; END IF;
  RETURN EXISTS (SELECT FROM public.users u WHERE u.id = app.user_id() AND u.is_operator AND u.status = 'active');
END $$;

RESET ROLE;
REVOKE CREATE ON SCHEMA app FROM archipel_system;
