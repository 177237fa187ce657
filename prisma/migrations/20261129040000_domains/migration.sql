-- Domain names that communities want for their portals. Only the check of DNS moves the state on.
CREATE TABLE portal_domains (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  portal_id uuid NOT NULL REFERENCES portals ON DELETE CASCADE,
  host text NOT NULL CHECK (host = lower(host) AND length(host) <= 253),
  state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'proved', 'failing', 'suspended')),
  token text NOT NULL UNIQUE,
  proved_at timestamptz,
  checked_at timestamptz,
  failing_since timestamptz,
  warned_at timestamptz,
  next_check_at timestamptz NOT NULL DEFAULT now(),
  found jsonb,
  was_primary boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (portal_id, host),
  CHECK (state = 'pending' OR proved_at IS NOT NULL),
  CHECK ((state IN ('failing', 'suspended')) = (failing_since IS NOT NULL))
);
CREATE INDEX portal_domains_community_id_idx ON portal_domains (community_id);
CREATE INDEX portal_domains_next_check_at_idx ON portal_domains (next_check_at);

ALTER TABLE portal_domains ENABLE ROW LEVEL SECURITY;
ALTER TABLE portal_domains FORCE ROW LEVEL SECURITY;

-- The list of hosts says why a host is in it. It stays the only list by which pages and sign-in find a portal.
ALTER TABLE portal_hosts
  ADD COLUMN kind text NOT NULL DEFAULT 'slug' CHECK (kind IN ('slug', 'former', 'domain')),
  ADD COLUMN reserved_until timestamptz,
  ADD COLUMN domain_id uuid REFERENCES portal_domains ON DELETE CASCADE,
  ADD CHECK ((kind = 'domain') = (domain_id IS NOT NULL)),
  ADD CHECK ((kind = 'former') = (reserved_until IS NOT NULL)),
  ADD CHECK (kind <> 'former' OR NOT is_primary);
CREATE INDEX portal_hosts_domain_id_idx ON portal_hosts (domain_id);
-- Visitors of the other hosts are redirected to the main one.
CREATE UNIQUE INDEX portal_hosts_one_primary_idx ON portal_hosts (portal_id) WHERE is_primary;
