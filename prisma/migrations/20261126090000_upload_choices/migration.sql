-- What people said of the tables of an upload's original (coordinate system, encoding), so that it outlives the reading of a repaired
-- delivery, whose layers take the place of those of the original; and which layer of that delivery stands for which of the original.
ALTER TABLE uploads ADD COLUMN choices jsonb NOT NULL DEFAULT '{}';
