-- Grids of pixels: what an upload holds of them, and what a dataset keeps beside the file (its place, its picture).
ALTER TABLE uploads ADD COLUMN rasters jsonb NOT NULL DEFAULT '[]';
ALTER TABLE dataset_attachments ADD COLUMN raster jsonb, ADD COLUMN preview_key text;
CREATE INDEX dataset_attachments_preview_key_idx ON dataset_attachments (preview_key) WHERE preview_key IS NOT NULL;
