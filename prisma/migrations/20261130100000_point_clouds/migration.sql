-- Point clouds: what an upload holds of them, and what a dataset keeps beside each tile (packages/contracts/src/clouds.ts).
ALTER TABLE uploads ADD COLUMN clouds jsonb NOT NULL DEFAULT '[]';
ALTER TABLE dataset_attachments ADD COLUMN cloud jsonb;
