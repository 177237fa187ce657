-- Edits that visitors without an account proposed count as one author without a name.
GRANT CREATE ON SCHEMA app TO archipel_system;
SET LOCAL ROLE archipel_system;

CREATE OR REPLACE FUNCTION app.credits_of(dataset uuid)
RETURNS TABLE (author_name text, contributions integer, features integer, latest timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM public.layers l WHERE l.dataset_id = dataset AND app.can_read_layer(l.id)) THEN RETURN; END IF;
  RETURN QUERY
    SELECT u.name, count(DISTINCT c.id)::integer, count(e.id)::integer, max(c.decided_at)
    FROM public.contributions c LEFT JOIN public.users u ON u.id = c.author_id
      LEFT JOIN public.contribution_edits e ON e.contribution_id = c.id AND e.merged_version IS NOT NULL
    WHERE c.dataset_id = dataset AND c.status = 'merged' AND (u.id IS NOT NULL OR (c.author_id IS NULL AND c.origin = 'report'))
    GROUP BY u.id, u.name ORDER BY 3 DESC, 4 DESC;
END $$;

RESET ROLE;
REVOKE CREATE ON SCHEMA app FROM archipel_system;
