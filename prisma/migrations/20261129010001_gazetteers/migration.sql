-- What a manager says about the names of a layer (packages/contracts/src/search-gazetteer.ts); null: decided from the names of its fields.
ALTER TABLE layers ADD COLUMN gazetteer jsonb;
-- The state of the index, as the console shows it.
ALTER TABLE search_layers
  ADD COLUMN entries integer NOT NULL DEFAULT 0,
  ADD COLUMN indexed_at timestamptz,
  -- The layer could not be indexed: it is not found by name until it changes.
  ADD COLUMN is_given_up boolean NOT NULL DEFAULT false;
