-- Points of a cloud that a report is about: what was drawn around them, and what is wrong (packages/contracts/src/clouds.ts). Their layer is layer_id.
ALTER TABLE reports ADD COLUMN points jsonb;
-- The report that a revision of a tile corrects points by.
ALTER TABLE cloud_revisions ADD COLUMN report_number integer;
