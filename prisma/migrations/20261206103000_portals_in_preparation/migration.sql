-- A new portal is prepared before it goes online: its managers see it, and people with its private link. Portals of before stay as they are.
ALTER TABLE portals DROP CONSTRAINT portals_status_check;
ALTER TABLE portals
  ADD CONSTRAINT portals_status_check CHECK (status IN ('preparing', 'live', 'archived', 'deleted')),
  -- What a deleted portal or community was, so that its restoration shows nobody what was hidden.
  ADD COLUMN status_before text,
  -- What the private link is made from: another key makes another link.
  ADD COLUMN link_key uuid,
  -- The views of before were chosen, or visitors know them.
  ADD COLUMN is_view_chosen boolean NOT NULL DEFAULT true,
  -- The list of what is left to do on a new portal, and the steps that its managers left out.
  ADD COLUMN has_start_list boolean NOT NULL DEFAULT false,
  ADD COLUMN start_skipped text[] NOT NULL DEFAULT '{}';
ALTER TABLE communities ADD COLUMN status_before text;
