-- The rows of a table of addresses while they become points: each with its place, or with the candidates from which a person chooses.
CREATE TABLE address_rows (
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  upload_layer_id uuid NOT NULL REFERENCES upload_layers ON DELETE CASCADE,
  position integer NOT NULL,
  typed text NOT NULL,
  state text NOT NULL CHECK (state IN ('sure', 'doubtful', 'settled', 'skipped')),
  lon double precision,
  lat double precision,
  score double precision,
  source text,
  label text,
  candidates jsonb NOT NULL DEFAULT '[]',
  record jsonb NOT NULL,
  PRIMARY KEY (upload_layer_id, position)
);
CREATE INDEX address_rows_community_id_idx ON address_rows (community_id);
