-- The second lock. Three roles, none of which can log in:
--   archipel_app     a person's call: sees and writes what the person's memberships allow
--   archipel_worker  a job: confined to one community
--   archipel_system  the identity hub and membership look-ups
-- Every table FORCEs row-level security, so even its owner sees nothing without one of them.
DO $$
DECLARE role_name text;
BEGIN
  FOREACH role_name IN ARRAY ARRAY['archipel_app', 'archipel_worker', 'archipel_system'] LOOP
    -- Roles belong to the whole server: another database of it may have made them.
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
    END IF;
    -- Never inherited: the login has no rows until it says which of the three it is.
    EXECUTE format('GRANT %I TO CURRENT_USER WITH INHERIT FALSE, SET TRUE', role_name);
  END LOOP;
END $$;

CREATE SCHEMA app;
GRANT USAGE ON SCHEMA app, layers, public TO archipel_app, archipel_worker, archipel_system;
GRANT CREATE ON SCHEMA app TO archipel_system;
GRANT CREATE ON SCHEMA layers TO archipel_worker;

CREATE FUNCTION app.user_id() RETURNS uuid LANGUAGE sql STABLE
  RETURN nullif(current_setting('archipel.user_id', true), '')::uuid;
CREATE FUNCTION app.community_id() RETURNS uuid LANGUAGE sql STABLE
  RETURN nullif(current_setting('archipel.community_id', true), '')::uuid;
CREATE FUNCTION app.role_rank(role text) RETURNS integer LANGUAGE sql IMMUTABLE
  RETURN array_position(ARRAY['member', 'contributor', 'moderator', 'manager'], role);

-- The communities in which the caller holds at least this role. A call that names a community is narrowed to it.
CREATE FUNCTION app.communities_as(min_role text) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT coalesce(array_agg(m.community_id), '{}')
  FROM public.memberships m
  JOIN public.communities c ON c.id = m.community_id AND c.status = 'active'
  JOIN public.users u ON u.id = m.user_id AND u.status = 'active'
  WHERE m.user_id = app.user_id() AND m.status = 'active'
    AND app.role_rank(m.role) >= app.role_rank(min_role)
    AND (app.community_id() IS NULL OR m.community_id = app.community_id())
$$;

CREATE FUNCTION app.is_operator() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT FROM public.users u WHERE u.id = app.user_id() AND u.is_operator AND u.status = 'active')
$$;

-- People whom the caller may see by name: those of the communities that the caller moderates.
CREATE FUNCTION app.visible_people() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT coalesce(array_agg(DISTINCT m.user_id), '{}') || app.user_id()
  FROM public.memberships m
  WHERE m.community_id = ANY (app.communities_as('moderator'))
$$;

-- Asked once per query by the policies of the tables in schema layers.
CREATE FUNCTION app.can_read_layer(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (
    SELECT FROM public.layers l JOIN public.datasets d ON d.id = l.dataset_id JOIN public.communities c ON c.id = d.community_id
    WHERE l.id = wanted AND (
      (d.status = 'published' AND d.visibility = 'public' AND c.status = 'active')
      OR (d.status = 'published' AND d.visibility = 'members' AND d.community_id = ANY (app.communities_as('member')))
      OR d.community_id = ANY (app.communities_as('contributor'))))
$$;

CREATE FUNCTION app.can_list_dataset(wanted uuid, by_community uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (
    SELECT FROM public.datasets d JOIN public.communities c ON c.id = d.community_id
    WHERE d.id = wanted AND (d.community_id = by_community
      OR (d.is_shared AND d.visibility = 'public' AND d.status = 'published' AND c.status = 'active')))
$$;

-- These look past the locks on purpose, so they run as the one role that may.
ALTER FUNCTION app.communities_as(text) OWNER TO archipel_system;
ALTER FUNCTION app.is_operator() OWNER TO archipel_system;
ALTER FUNCTION app.visible_people() OWNER TO archipel_system;
ALTER FUNCTION app.can_read_layer(uuid) OWNER TO archipel_system;
ALTER FUNCTION app.can_list_dataset(uuid, uuid) OWNER TO archipel_system;
REVOKE CREATE ON SCHEMA app FROM archipel_system;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA app TO archipel_app, archipel_worker, archipel_system;

-- Rights that hold for every table; the policies below narrow them to rows.
GRANT SELECT, INSERT, UPDATE, DELETE ON
  communities, memberships, invitations, portals, portal_hosts, portal_datasets, datasets, layers, layer_revisions,
  uploads, upload_layers, upload_findings, jobs, audit_entries, outbox_events TO archipel_app, archipel_worker;
GRANT SELECT ON users TO archipel_app, archipel_worker;
GRANT USAGE ON SEQUENCE outbox_events_sequence_seq TO archipel_app, archipel_worker, archipel_system;
-- History is written once.
REVOKE UPDATE, DELETE ON audit_entries, outbox_events FROM archipel_app, archipel_worker;

DO $$
DECLARE table_name text;
BEGIN
  FOREACH table_name IN ARRAY ARRAY[
    'users', 'one_time_codes', 'oidc_payloads', 'mails', 'communities', 'memberships', 'invitations', 'portals', 'portal_hosts',
    'portal_datasets', 'datasets', 'layers', 'layer_revisions', 'uploads', 'upload_layers', 'upload_findings', 'jobs',
    'audit_entries', 'outbox_events'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', table_name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', table_name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO archipel_system', table_name);
    EXECUTE format('CREATE POLICY system_all ON %I TO archipel_system USING (true) WITH CHECK (true)', table_name);
  END LOOP;
  FOREACH table_name IN ARRAY ARRAY[
    'memberships', 'invitations', 'portals', 'portal_hosts', 'portal_datasets', 'datasets', 'layers', 'layer_revisions', 'uploads',
    'upload_layers', 'upload_findings', 'jobs', 'audit_entries', 'outbox_events'] LOOP
    EXECUTE format('CREATE POLICY worker_own ON %I TO archipel_worker USING (community_id = (SELECT app.community_id()))
                    WITH CHECK (community_id = (SELECT app.community_id()))', table_name);
  END LOOP;
END $$;
CREATE POLICY worker_own ON communities TO archipel_worker USING (id = (SELECT app.community_id()));
CREATE POLICY worker_reads ON users FOR SELECT TO archipel_worker
  USING (id IN (SELECT user_id FROM memberships WHERE community_id = (SELECT app.community_id())));

-- People's calls, table by table: who reads, who writes.
CREATE POLICY app_read ON users FOR SELECT TO archipel_app USING (id = ANY ((SELECT app.visible_people())::uuid[]));

CREATE POLICY app_read ON communities FOR SELECT TO archipel_app
  USING (id = ANY ((SELECT app.communities_as('member'))::uuid[]) OR (SELECT app.is_operator()));
CREATE POLICY app_insert ON communities FOR INSERT TO archipel_app WITH CHECK ((SELECT app.is_operator()));
CREATE POLICY app_update ON communities FOR UPDATE TO archipel_app
  USING (id = ANY ((SELECT app.communities_as('manager'))::uuid[]) OR (SELECT app.is_operator()));

CREATE POLICY app_read ON memberships FOR SELECT TO archipel_app
  USING (user_id = (SELECT app.user_id()) OR community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[]));
CREATE POLICY app_insert ON memberships FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_update ON memberships FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON memberships FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

CREATE POLICY app_all ON invitations TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_first_manager ON invitations FOR INSERT TO archipel_app WITH CHECK ((SELECT app.is_operator()));

CREATE POLICY app_read ON portals FOR SELECT TO archipel_app
  USING (status = 'live' OR community_id = ANY ((SELECT app.communities_as('member'))::uuid[]));
CREATE POLICY app_insert ON portals FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_update ON portals FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON portals FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

CREATE POLICY app_read ON portal_hosts FOR SELECT TO archipel_app USING (true);
CREATE POLICY app_insert ON portal_hosts FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[])
              AND EXISTS (SELECT FROM portals p WHERE p.id = portal_id AND p.community_id = portal_hosts.community_id));
CREATE POLICY app_update ON portal_hosts FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON portal_hosts FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

CREATE POLICY app_read ON portal_datasets FOR SELECT TO archipel_app USING (true);
CREATE POLICY app_insert ON portal_datasets FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[])
              AND EXISTS (SELECT FROM portals p WHERE p.id = portal_id AND p.community_id = portal_datasets.community_id)
              AND app.can_list_dataset(dataset_id, community_id));
CREATE POLICY app_update ON portal_datasets FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]))
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]) AND app.can_list_dataset(dataset_id, community_id));
CREATE POLICY app_delete ON portal_datasets FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

CREATE POLICY app_read ON datasets FOR SELECT TO archipel_app
  USING ((status = 'published' AND visibility = 'public')
         OR (status = 'published' AND visibility = 'members' AND community_id = ANY ((SELECT app.communities_as('member'))::uuid[]))
         OR community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));
CREATE POLICY app_insert ON datasets FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_update ON datasets FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON datasets FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

-- A layer is as readable as its dataset (whose own policy answers the sub-select).
CREATE POLICY app_read ON layers FOR SELECT TO archipel_app USING (EXISTS (SELECT FROM datasets d WHERE d.id = dataset_id));
CREATE POLICY app_update ON layers FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON layers FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_read ON layer_revisions FOR SELECT TO archipel_app USING (EXISTS (SELECT FROM layers l WHERE l.id = layer_id));
CREATE POLICY app_insert ON layer_revisions FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

-- Files handed in are the contributors' and managers' business.
CREATE POLICY app_all ON uploads TO archipel_app USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));
CREATE POLICY app_all ON upload_layers TO archipel_app USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));
CREATE POLICY app_read ON upload_findings FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));
CREATE POLICY app_all ON jobs TO archipel_app USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));

CREATE POLICY app_read ON audit_entries FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]) OR (community_id IS NULL AND (SELECT app.is_operator())));
CREATE POLICY app_insert ON audit_entries FOR INSERT TO archipel_app
  WITH CHECK (actor_id = (SELECT app.user_id())
              AND (community_id = ANY ((SELECT app.communities_as('member'))::uuid[]) OR (SELECT app.is_operator())));
CREATE POLICY app_insert ON outbox_events FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('member'))::uuid[]) OR (SELECT app.is_operator()));
