-- Organisations over communities: a département over its communes, a ministry over its agencies. A community joins one by an agreement of both,
-- and chooses what it gives.
CREATE TABLE organisations (
  id uuid PRIMARY KEY,
  name_fr text NOT NULL,
  name_en text NOT NULL,
  description text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX organisations_name_fr_key ON organisations (lower(name_fr));
CREATE TABLE organisation_members (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL REFERENCES organisations ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('reader', 'manager')),
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (organisation_id, user_id)
);
CREATE INDEX organisation_members_user_id_idx ON organisation_members (user_id);
CREATE TABLE organisation_invitations (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL REFERENCES organisations ON DELETE CASCADE,
  email text NOT NULL,
  role text NOT NULL CHECK (role IN ('reader', 'manager')),
  code_hash text NOT NULL UNIQUE,
  invited_by_id uuid NOT NULL,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (organisation_id, email)
);
-- Proposed by one side, in force once the other agrees, until either ends it. What the community gives is its alone to choose.
CREATE TABLE organisation_agreements (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL REFERENCES organisations ON DELETE CASCADE,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  proposed_by text NOT NULL CHECK (proposed_by IN ('organisation', 'community')),
  message text NOT NULL DEFAULT '',
  gives_reading boolean NOT NULL DEFAULT false,
  -- The strongest role of the members that the organisation's managers admit and suspend; null: they manage none.
  members_up_to text CHECK (members_up_to IN ('contributor', 'moderator')),
  gives_grants boolean NOT NULL DEFAULT false,
  gives_figures boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  agreed_at timestamptz,
  ended_at timestamptz,
  ended_by text CHECK (ended_by IN ('organisation', 'community')),
  ended_reason text NOT NULL DEFAULT '',
  CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE UNIQUE INDEX organisation_agreements_open_key ON organisation_agreements (organisation_id, community_id) WHERE ended_at IS NULL;
CREATE INDEX organisation_agreements_community_id_idx ON organisation_agreements (community_id);

-- The organisation by which a person acts in a community: set with the scope of the transaction.
CREATE OR REPLACE FUNCTION app.organisation_id() RETURNS uuid LANGUAGE sql STABLE
  RETURN nullif(current_setting('archipel.organisation_id', true), '')::uuid;
-- The journal names it by itself. No foreign key: an entry outlives the organisation.
ALTER TABLE audit_entries ADD COLUMN organisation_id uuid DEFAULT app.organisation_id();

-- Organisations as subjects of grants: all their members.
ALTER TABLE grants
  ADD COLUMN subject_organisation_id uuid REFERENCES organisations ON DELETE CASCADE,
  DROP CONSTRAINT grants_subject_check,
  ADD CONSTRAINT grants_subject_check
    CHECK (num_nonnulls(user_id, subject_community_id, subject_group_id, subject_key_id, subject_organisation_id, audience) = 1);
CREATE INDEX grants_subject_organisation_id_idx ON grants (subject_organisation_id) WHERE subject_organisation_id IS NOT NULL;
