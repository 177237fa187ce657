-- Why a feature should go is part of the edit: it was the first comment on it until now.
ALTER TABLE contribution_edits ADD COLUMN reason text NOT NULL DEFAULT '';

SET LOCAL ROLE archipel_system;
UPDATE contribution_edits e SET reason = said.body
FROM (
  SELECT DISTINCT ON (m.edit_id) m.edit_id, m.body
  FROM contribution_comments m JOIN contributions c ON c.id = m.contribution_id AND c.author_id = m.author_id
  ORDER BY m.edit_id, m.created_at, m.id
) said
WHERE said.edit_id = e.id AND e.operation = 'delete';

-- One open draft of a dataset per person: two tabs, or two devices, work on the same one. Of several, the last touched stays the open
-- one; the others lose nothing and are told from it by where they come from.
UPDATE contributions c SET origin = 'api'
WHERE c.status = 'draft' AND c.origin IN ('editor', 'import') AND EXISTS (
  SELECT FROM contributions later
  WHERE later.author_id = c.author_id AND later.dataset_id = c.dataset_id AND later.status = 'draft'
    AND later.origin IN ('editor', 'import') AND (later.updated_at, later.id) > (c.updated_at, c.id));
RESET ROLE;

CREATE UNIQUE INDEX contributions_one_open_draft_key ON contributions (author_id, dataset_id)
  WHERE status = 'draft' AND origin IN ('editor', 'import');
