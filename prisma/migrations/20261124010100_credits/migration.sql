-- Who may read a layer may read who made it what it is: names and titles of merged contributions, nothing else of people.
GRANT CREATE ON SCHEMA app TO archipel_system;
SET LOCAL ROLE archipel_system;

CREATE FUNCTION app.merged_contributions(wanted uuid[])
RETURNS TABLE (id uuid, title text, origin text, author_name text, decided_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN QUERY
    SELECT c.id, c.title, c.origin, u.name, c.decided_at
    FROM public.contributions c LEFT JOIN public.users u ON u.id = c.author_id
    WHERE c.id = ANY (wanted) AND c.status = 'merged'
      AND EXISTS (SELECT FROM public.layers l WHERE l.dataset_id = c.dataset_id AND app.can_read_layer(l.id));
END $$;

CREATE FUNCTION app.credits_of(dataset uuid)
RETURNS TABLE (author_name text, contributions integer, features integer, latest timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM public.layers l WHERE l.dataset_id = dataset AND app.can_read_layer(l.id)) THEN RETURN; END IF;
  RETURN QUERY
    SELECT u.name, count(DISTINCT c.id)::integer, count(e.id)::integer, max(c.decided_at)
    FROM public.contributions c JOIN public.users u ON u.id = c.author_id
      LEFT JOIN public.contribution_edits e ON e.contribution_id = c.id AND e.merged_version IS NOT NULL
    WHERE c.dataset_id = dataset AND c.status = 'merged'
    GROUP BY u.id, u.name ORDER BY 3 DESC, 4 DESC;
END $$;

RESET ROLE;
REVOKE CREATE ON SCHEMA app FROM archipel_system;
GRANT EXECUTE ON FUNCTION app.merged_contributions(uuid[]), app.credits_of(uuid) TO archipel_app, archipel_worker, archipel_system;
