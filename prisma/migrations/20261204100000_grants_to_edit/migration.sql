-- A grant to edit gives the same part to read. `propose`: what is changed waits for review; `edit`: it may be merged without.
ALTER TABLE grants
  DROP CONSTRAINT grants_permission_check,
  ADD CONSTRAINT grants_permission_check CHECK (permission IN ('read', 'propose', 'edit')),
  -- Who edits has an account, and what everyone with one may change is reviewed.
  ADD CONSTRAINT grants_editing_audience_check CHECK (permission = 'read' OR audience IS NULL OR (audience = 'signed-in' AND permission = 'propose'));
-- The grants by which its author edits; empty: by a role.
ALTER TABLE contributions ADD COLUMN grant_ids uuid[] NOT NULL DEFAULT '{}';
CREATE INDEX contributions_by_grant_idx ON contributions (author_id) WHERE grant_ids <> '{}';
ALTER TABLE access_requests ADD COLUMN permission text NOT NULL DEFAULT 'read' CHECK (permission IN ('read', 'edit'));
