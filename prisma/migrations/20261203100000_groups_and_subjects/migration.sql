-- Groups of people of a community: a name for several accounts, which get and lose rights together. Their people need no role in the community.
CREATE TABLE groups (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  name text NOT NULL,
  description text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (community_id, name)
);
CREATE TABLE group_members (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  group_id uuid NOT NULL REFERENCES groups ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (group_id, user_id)
);
CREATE INDEX group_members_user_id_idx ON group_members (user_id);
CREATE INDEX group_members_community_id_idx ON group_members (community_id);
CREATE TABLE group_invitations (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  group_id uuid NOT NULL REFERENCES groups ON DELETE CASCADE,
  email text NOT NULL,
  code_hash text NOT NULL UNIQUE,
  invited_by_id uuid NOT NULL,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (group_id, email)
);
CREATE INDEX group_invitations_community_id_idx ON group_invitations (community_id);

-- Other subjects of grants. Exactly one column names the subject; a role narrows a community to the people who have at least that role.
ALTER TABLE grants
  ADD COLUMN subject_role text CHECK (subject_role IN ('contributor', 'moderator', 'manager')),
  ADD COLUMN subject_group_id uuid REFERENCES groups ON DELETE CASCADE,
  ADD COLUMN subject_key_id uuid REFERENCES community_keys ON DELETE CASCADE,
  ADD COLUMN audience text CHECK (audience IN ('signed-in', 'everyone')),
  DROP CONSTRAINT grants_check,
  ADD CONSTRAINT grants_subject_check CHECK (num_nonnulls(user_id, subject_community_id, subject_group_id, subject_key_id, audience) = 1),
  ADD CONSTRAINT grants_subject_role_of_community_check CHECK (subject_role IS NULL OR subject_community_id IS NOT NULL);
CREATE INDEX grants_subject_group_id_idx ON grants (subject_group_id) WHERE subject_group_id IS NOT NULL;
CREATE INDEX grants_subject_key_id_idx ON grants (subject_key_id) WHERE subject_key_id IS NOT NULL;
-- Of all the platform, so only those that can still be valid, by the dataset that is read.
CREATE INDEX grants_audience_idx ON grants (audience, dataset_id) WHERE audience IS NOT NULL AND revoked_at IS NULL;
