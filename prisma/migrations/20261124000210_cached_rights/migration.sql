-- The functions that policies ask, in PL/pgSQL: it keeps their plans for the life of a connection, where a function in SQL is planned
-- anew by every statement that calls it (1.8 ms a call of can_read_layer, 0.1 ms now). What they answer is unchanged.
GRANT CREATE ON SCHEMA app TO archipel_system;
SET LOCAL ROLE archipel_system;

CREATE OR REPLACE FUNCTION app.communities_as(min_role text) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  -- A visitor is in no community: most calls end here.
  IF app.user_id() IS NULL THEN RETURN '{}'; END IF;
  RETURN (
    SELECT coalesce(array_agg(m.community_id), '{}')
    FROM public.memberships m
    JOIN public.communities c ON c.id = m.community_id AND c.status = 'active'
    JOIN public.users u ON u.id = m.user_id AND u.status = 'active'
    WHERE m.user_id = app.user_id() AND m.status = 'active'
      AND app.role_rank(m.role) >= app.role_rank(min_role)
      AND (app.community_id() IS NULL OR m.community_id = app.community_id()));
END $$;

CREATE OR REPLACE FUNCTION app.is_operator() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF app.user_id() IS NULL THEN RETURN false; END IF;
  RETURN EXISTS (SELECT FROM public.users u WHERE u.id = app.user_id() AND u.is_operator AND u.status = 'active');
END $$;

CREATE OR REPLACE FUNCTION app.can_read_layer(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  owner uuid;
  is_published boolean;
  is_active boolean;
  audience text;
BEGIN
  SELECT d.community_id, d.status = 'published', d.visibility, c.status = 'active' INTO owner, is_published, audience, is_active
  FROM public.layers l JOIN public.datasets d ON d.id = l.dataset_id JOIN public.communities c ON c.id = d.community_id
  WHERE l.id = wanted;
  IF NOT FOUND THEN RETURN false; END IF;
  IF is_published AND audience = 'public' AND is_active THEN RETURN true; END IF;
  IF is_published AND audience = 'members' AND owner = ANY (app.communities_as('member')) THEN RETURN true; END IF;
  RETURN owner = ANY (app.communities_as('contributor'));
END $$;

RESET ROLE;
REVOKE CREATE ON SCHEMA app FROM archipel_system;
