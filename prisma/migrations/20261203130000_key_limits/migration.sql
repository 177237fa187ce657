-- What a key is limited to: services, named datasets and layers, networks, origins of web pages. An empty list is no limit. A second secret, the
-- one before, is valid until a date.
ALTER TABLE api_keys
  ADD COLUMN services text[] NOT NULL DEFAULT '{}',
  ADD COLUMN dataset_ids uuid[] NOT NULL DEFAULT '{}',
  ADD COLUMN layer_ids uuid[] NOT NULL DEFAULT '{}',
  ADD COLUMN networks text[] NOT NULL DEFAULT '{}',
  ADD COLUMN origins text[] NOT NULL DEFAULT '{}',
  ADD COLUMN previous_hash text UNIQUE,
  ADD COLUMN previous_until timestamptz,
  ADD COLUMN reminded_at timestamptz,
  ADD CONSTRAINT api_keys_previous_check CHECK ((previous_hash IS NULL) = (previous_until IS NULL));
ALTER TABLE community_keys
  ADD COLUMN services text[] NOT NULL DEFAULT '{}',
  ADD COLUMN dataset_ids uuid[] NOT NULL DEFAULT '{}',
  ADD COLUMN layer_ids uuid[] NOT NULL DEFAULT '{}',
  ADD COLUMN networks text[] NOT NULL DEFAULT '{}',
  ADD COLUMN origins text[] NOT NULL DEFAULT '{}',
  ADD COLUMN previous_hash text UNIQUE,
  ADD COLUMN previous_until timestamptz,
  ADD COLUMN reminded_at timestamptz,
  ADD CONSTRAINT community_keys_previous_check CHECK ((previous_hash IS NULL) = (previous_until IS NULL));

-- Calls of each key per day and service. A row belongs to the person or the community of its key.
CREATE TABLE key_uses (
  key_id uuid NOT NULL,
  user_id uuid REFERENCES users(id) ON DELETE CASCADE,
  community_id uuid REFERENCES communities(id) ON DELETE CASCADE,
  day date NOT NULL,
  service text NOT NULL,
  calls integer NOT NULL CHECK (calls >= 0),
  PRIMARY KEY (key_id, day, service),
  CONSTRAINT key_uses_owner_check CHECK ((user_id IS NULL) <> (community_id IS NULL))
);
CREATE INDEX key_uses_user_id_idx ON key_uses (user_id);
CREATE INDEX key_uses_community_id_idx ON key_uses (community_id);
CREATE INDEX key_uses_day_idx ON key_uses (day);
