-- A layer of kind `elevation` is a model of heights. Its blocks are rasters, attachments of its dataset that name it.
ALTER TABLE dataset_attachments ADD COLUMN layer_id uuid REFERENCES layers ON DELETE SET NULL;
CREATE INDEX dataset_attachments_layer_id_idx ON dataset_attachments (layer_id);

CREATE TABLE elevation_models (
  layer_id uuid PRIMARY KEY REFERENCES layers ON DELETE CASCADE,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  product text NOT NULL CHECK (product IN ('dtm', 'dsm', 'chm')),
  method text NOT NULL CHECK (method IN ('tin', 'idw')),
  -- Side of a cell, in units of the CRS.
  resolution double precision NOT NULL CHECK (resolution > 0),
  with_shade boolean NOT NULL DEFAULT false,
  vertical_srid integer,
  -- The layer of points that it is made of, and the revision and box of each tile of them that was read.
  source_layer_id uuid REFERENCES layers ON DELETE SET NULL,
  sources jsonb NOT NULL DEFAULT '{}',
  -- Whether changed points change it.
  follows boolean NOT NULL DEFAULT true,
  brought_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX elevation_models_community_id_idx ON elevation_models (community_id);
CREATE INDEX elevation_models_source_layer_id_idx ON elevation_models (source_layer_id);
ALTER TABLE elevation_models ENABLE ROW LEVEL SECURITY;
ALTER TABLE elevation_models FORCE ROW LEVEL SECURITY;
