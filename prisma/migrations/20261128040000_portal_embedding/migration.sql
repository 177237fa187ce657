-- Which sites may show a portal's map in a frame: everyone's, as in a portal that is created now, or those of a list.
ALTER TABLE portals ADD COLUMN embedding jsonb NOT NULL DEFAULT '{"by":"everyone","origins":[]}';
