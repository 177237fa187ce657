-- What a revision of a tile changed, by cells of a grid: found when somebody asks for it, with the revision that it was compared with.
ALTER TABLE cloud_revisions ADD COLUMN changes jsonb;
