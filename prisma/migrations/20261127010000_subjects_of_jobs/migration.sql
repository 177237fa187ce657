-- A job's row says by itself what it is about. Lists of jobs read no table of another module.
ALTER TABLE jobs ADD COLUMN subject text;
ALTER TABLE jobs ADD COLUMN dataset_id uuid REFERENCES datasets (id) ON DELETE SET NULL;
ALTER TABLE jobs ADD COLUMN upload_id uuid REFERENCES uploads (id) ON DELETE SET NULL;

UPDATE jobs j SET subject = about.subject, dataset_id = about.dataset_id, upload_id = about.upload_id
FROM (
  SELECT j.id, coalesce(up.file_name, l.title, r.processing) AS subject, up.id AS upload_id,
    d.id AS dataset_id
  FROM jobs j
    LEFT JOIN checks c ON c.id = j.subject_id
    LEFT JOIN uploads up ON up.id = coalesce(c.upload_id, j.subject_id)
    LEFT JOIN layer_updates lu ON lu.id = j.subject_id
    LEFT JOIN edit_imports i ON i.id = j.subject_id
    LEFT JOIN layers l ON l.id = coalesce(lu.layer_id, i.layer_id, j.subject_id)
    LEFT JOIN processing_runs r ON r.id = j.subject_id
    -- A processing's dataset is kept without a foreign key: it may be gone.
    LEFT JOIN datasets d ON d.id = coalesce(up.dataset_id, l.dataset_id, r.dataset_id)) about
WHERE about.id = j.id;
CREATE INDEX jobs_dataset_id_idx ON jobs (dataset_id);
CREATE INDEX jobs_upload_id_idx ON jobs (upload_id);
