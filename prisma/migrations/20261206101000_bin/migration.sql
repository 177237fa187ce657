-- What a manager deletes waits in the bin until erase_at. Datasets and pages have the status `deleted` there, and status_before is what a
-- restoration gives back.
ALTER TABLE datasets
  ADD COLUMN erase_at timestamptz,
  ADD COLUMN status_before text CHECK (status_before IN ('draft', 'published')),
  DROP CONSTRAINT datasets_status_check,
  ADD CONSTRAINT datasets_status_check CHECK (status IN ('draft', 'published', 'deleted')),
  ADD CONSTRAINT datasets_in_bin CHECK ((status = 'deleted') = (erase_at IS NOT NULL));
ALTER TABLE site_pages
  ADD COLUMN erase_at timestamptz,
  ADD COLUMN status_before text CHECK (status_before IN ('draft', 'published', 'archived')),
  DROP CONSTRAINT site_pages_status_check,
  ADD CONSTRAINT site_pages_status_check CHECK (status IN ('draft', 'published', 'archived', 'deleted')),
  ADD CONSTRAINT site_pages_in_bin CHECK ((status = 'deleted') = (erase_at IS NOT NULL));
ALTER TABLE groups ADD COLUMN erase_at timestamptz;
ALTER TABLE validation_models ADD COLUMN erase_at timestamptz;
