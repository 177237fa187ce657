-- Requests to join a community, changes of address, deletion and export of accounts.

-- Whether people may ask to join, and the domains whose proved addresses are admitted at once with this role.
ALTER TABLE communities
  ADD COLUMN accepts_requests boolean NOT NULL DEFAULT true,
  ADD COLUMN trusted_domains text[] NOT NULL DEFAULT '{}',
  ADD COLUMN trusted_role text NOT NULL DEFAULT 'member' CHECK (trusted_role IN ('member', 'contributor')),
  -- What the stored files of the community may measure together; null: no limit.
  ADD COLUMN storage_quota_bytes bigint CHECK (storage_quota_bytes >= 0),
  -- Why an operator suspended the community, for its managers and the other operators.
  ADD COLUMN status_reason text NOT NULL DEFAULT '';

CREATE TABLE member_requests (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  -- The portal where the person asked: its branding and links for the answer.
  portal_id uuid REFERENCES portals ON DELETE SET NULL,
  wanted_role text NOT NULL CHECK (wanted_role IN ('member', 'contributor')),
  reason text NOT NULL,
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'accepted', 'declined', 'withdrawn')),
  granted_role text,
  answer text NOT NULL DEFAULT '',
  decided_by_id uuid,
  decided_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX member_requests_open_idx ON member_requests (community_id, user_id) WHERE status = 'open';
CREATE INDEX member_requests_community_id_idx ON member_requests (community_id, status, created_at);
CREATE INDEX member_requests_user_id_idx ON member_requests (user_id, created_at);
CREATE INDEX member_requests_portal_id_idx ON member_requests (portal_id);

-- A person who asked for the deletion of the account is `leaving` until then: no session, no key, no right.
ALTER TABLE users DROP CONSTRAINT users_status_check, ADD CONSTRAINT users_status_check CHECK (status IN ('active', 'suspended', 'leaving'));
ALTER TABLE users ADD COLUMN deletion_at timestamptz;
CREATE INDEX users_deletion_at_idx ON users (deletion_at) WHERE deletion_at IS NOT NULL;

-- The address that a change of address is about.
ALTER TABLE one_time_codes ADD COLUMN email text;

-- A person's own data as an archive: asked for, then made by a scheduled task, then deleted.
CREATE TABLE account_exports (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  -- The site that asked: the client id of a portal or of the console.
  client_id text NOT NULL,
  status text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'ready', 'failed')),
  archive bytea,
  attempts integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  ready_at timestamptz,
  expires_at timestamptz
);
CREATE INDEX account_exports_user_id_idx ON account_exports (user_id, created_at);
CREATE INDEX account_exports_waiting_idx ON account_exports (created_at) WHERE status = 'waiting';
