-- Shared by all nouns. This file runs first, then the others in the order of their names, all in one transaction, whenever one of them
-- has changed (packages/database/src/policies.ts). Together they define all access rights: what no file grants is denied.
--
-- Roles, none of which can log in:
--   archipel_app     a person's call: sees and writes what the person's memberships allow
--   archipel_worker  a job: confined to one community
--   archipel_transfer a whole community that leaves, comes or is erased: confined to it, in every table that has its id
--   archipel_lens    a person's call through grants: only rows, columns and areas of layers that a grant gives (grants.sql)
--   archipel_editor  a person's call that edits through grants: their own proposals, inside the areas and columns (grants-editing.sql)
--   archipel_system  the platform itself: identity hub, membership look-ups
-- Two more are the first and the fourth, for a program that is limited to named datasets and layers (reach.sql): archipel_confined and
-- archipel_confined_lens.
-- Every table FORCEs row-level security, so even its owner sees no row without one of these.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['archipel_app', 'archipel_worker', 'archipel_transfer', 'archipel_lens', 'archipel_editor', 'archipel_confined', 'archipel_confined_lens', 'archipel_system'] LOOP
    -- Roles belong to the whole server: another database on it may have created them.
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', name);
    END IF;
    -- Never inherited: the login sees no row until it sets one of the roles.
    IF NOT pg_has_role(name, 'SET') THEN
      EXECUTE format('GRANT %I TO CURRENT_USER WITH INHERIT FALSE, SET TRUE', name);
    END IF;
  END LOOP;
END $$;
-- What the first may, the second may too, unless a restrictive policy of reach.sql refuses it.
DO $$ BEGIN
  IF NOT pg_has_role('archipel_confined', 'archipel_app', 'USAGE') THEN
    GRANT archipel_app TO archipel_confined WITH INHERIT TRUE, SET FALSE;
  END IF;
  IF NOT pg_has_role('archipel_confined_lens', 'archipel_lens', 'USAGE') THEN
    GRANT archipel_lens TO archipel_confined_lens WITH INHERIT TRUE, SET FALSE;
  END IF;
END $$;
GRANT USAGE ON SCHEMA app, layers TO archipel_app, archipel_worker, archipel_transfer, archipel_lens, archipel_system;
GRANT USAGE ON SCHEMA app TO archipel_editor;
GRANT CREATE ON SCHEMA layers TO archipel_worker;

-- Start from nothing: a policy or a right that was deleted from these files is deleted from the database too. Then give every table the
-- same base: row-level security forced, and full access for the platform. Tables without row-level security: the two that record what was
-- applied, and those of PostGIS.
DO $$
DECLARE
  relation record;
  policy name;
  owner name;
BEGIN
  FOR relation IN
    SELECT c.oid, c.relname AS name, c.relkind = 'S' AS is_sequence FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'S')
      -- Only the platform's own tables.
      AND c.relowner = (SELECT relowner FROM pg_class WHERE oid = 'public.communities'::regclass)
      AND c.relname NOT IN ('_prisma_migrations', 'applied_policies')
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
  LOOP
    IF relation.is_sequence THEN
      EXECUTE format('REVOKE ALL ON SEQUENCE public.%I FROM archipel_app, archipel_worker, archipel_transfer, archipel_lens, archipel_editor, archipel_system', relation.name);
      EXECUTE format('GRANT USAGE ON SEQUENCE public.%I TO archipel_transfer', relation.name);
      CONTINUE;
    END IF;
    FOR policy IN SELECT polname FROM pg_policy WHERE polrelid = relation.oid LOOP
      EXECUTE format('DROP POLICY %I ON public.%I', policy, relation.name);
    END LOOP;
    EXECUTE format('REVOKE ALL ON public.%I FROM archipel_app, archipel_worker, archipel_transfer, archipel_lens, archipel_editor, archipel_system', relation.name);
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', relation.name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON public.%I TO archipel_system', relation.name);
    EXECUTE format('CREATE POLICY system_all ON public.%I TO archipel_system USING (true) WITH CHECK (true)', relation.name);
    -- No table is forgotten when a community leaves: each that has the id of a community is open to its transfer.
    SELECT a.attname INTO owner FROM pg_attribute a
    WHERE a.attrelid = relation.oid AND NOT a.attisdropped
      AND a.attname = CASE relation.name WHEN 'communities' THEN 'id' ELSE 'community_id' END;
    IF FOUND THEN
      EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON public.%I TO archipel_transfer', relation.name);
      EXECUTE format('CREATE POLICY transfer_own ON public.%I TO archipel_transfer USING (%I = (SELECT app.community_id()))
        WITH CHECK (%I = (SELECT app.community_id()))', relation.name, owner, owner);
    END IF;
  END LOOP;
END $$;

-- The caller, set with the scope of each transaction (packages/database/src/scope.ts). Policies call these functions inside a sub-select, so
-- that they run once per query and not once per row. Every role may call a function; only the right to use schema app limits that.
CREATE OR REPLACE FUNCTION app.user_id() RETURNS uuid LANGUAGE sql STABLE
  RETURN nullif(current_setting('archipel.user_id', true), '')::uuid;
-- PARALLEL SAFE: parallel workers get the setting too. Without it, every statement on a protected table would use a single process.
CREATE OR REPLACE FUNCTION app.community_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('archipel.community_id', true), '')::uuid;
-- The community key of the call, and the strongest role that the key may act in.
CREATE OR REPLACE FUNCTION app.key_id() RETURNS uuid LANGUAGE sql STABLE
  RETURN nullif(current_setting('archipel.key_id', true), '')::uuid;
CREATE OR REPLACE FUNCTION app.at_most() RETURNS text LANGUAGE sql STABLE
  RETURN nullif(current_setting('archipel.at_most', true), '');
-- The portal that is not online and that the caller may see: the gate has proved the pass.
CREATE OR REPLACE FUNCTION app.pass_to() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('archipel.pass_to', true), '')::uuid;
-- The organisation by which a person administers a community, set once the gate has proved it.
CREATE OR REPLACE FUNCTION app.organisation_id() RETURNS uuid LANGUAGE sql STABLE
  RETURN nullif(current_setting('archipel.organisation_id', true), '')::uuid;
-- Whether the session of the call proved two factors.
CREATE OR REPLACE FUNCTION app.has_second_step() RETURNS boolean LANGUAGE sql STABLE
  RETURN coalesce(current_setting('archipel.second_step', true), '') = 'yes';
-- What a program is limited to: ids of datasets and of layers, and of the datasets of which it reads only some layers. Empty: no limit.
CREATE OR REPLACE FUNCTION app.is_confined() RETURNS boolean LANGUAGE sql STABLE
  RETURN coalesce(current_setting('archipel.is_confined', true), '') = 'yes';
CREATE OR REPLACE FUNCTION app.reach(part text) RETURNS uuid[] LANGUAGE sql STABLE
  RETURN string_to_array(nullif(current_setting('archipel.reach_' || part, true), ''), '_')::uuid[];
CREATE OR REPLACE FUNCTION app.role_rank(role text) RETURNS integer LANGUAGE sql IMMUTABLE
  RETURN array_position(ARRAY['member', 'contributor', 'moderator', 'manager'], role);

-- These functions bypass row-level security on purpose, so they run as the only role that may. Those of one noun are in its file.
-- PL/pgSQL keeps their plans for the life of a connection; every statement would plan functions in SQL again.
GRANT CREATE ON SCHEMA app TO archipel_system;
SET LOCAL ROLE archipel_system;

-- Whether a person comes from where a community requires: by an identity of one of its providers, used within the last thirty days (the life
-- of a session), or by an address of one of its domains.
CREATE OR REPLACE FUNCTION app.meets_identity(person uuid, community uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN EXISTS (
    SELECT FROM public.communities c
    JOIN public.users u ON u.id = person
    WHERE c.id = community AND (c.identity_from IS NULL
      OR lower(substring(u.email FROM '@([^@]*)$')) = ANY (c.identity_domains)
      OR EXISTS (SELECT FROM public.linked_identities l JOIN public.sign_in_providers p ON p.id = l.provider_id AND p.is_on
        WHERE l.user_id = person AND l.provider_id = ANY (c.identity_providers) AND l.last_used_at > now() - interval '30 days')));
END $$;

-- The communities in which the caller has at least this role. A call that names a community is limited to it. A key acts as the person
-- who created it, with at most its own role.
CREATE OR REPLACE FUNCTION app.communities_as(min_role text) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  -- A visitor is in no community: most calls end here.
  IF app.user_id() IS NULL THEN RETURN '{}'; END IF;
  IF app.at_most() IS NOT NULL AND coalesce(app.role_rank(app.at_most()), 0) < app.role_rank(min_role) THEN RETURN '{}'; END IF;
  RETURN (
    SELECT coalesce(array_agg(m.community_id), '{}')
    FROM public.memberships m
    JOIN public.communities c ON c.id = m.community_id AND c.status = 'active'
    JOIN public.users u ON u.id = m.user_id AND u.status = 'active'
    WHERE m.user_id = app.user_id() AND m.status = 'active'
      AND app.role_rank(m.role) >= app.role_rank(min_role)
      -- Where a role needs a second factor, who proved none holds the role below (modules/identity/second-factor): this session did, or the
      -- account has an app, whose code every sign-in asks for.
      AND (c.second_factor_from IS NULL OR app.role_rank(min_role) < app.role_rank(c.second_factor_from) OR app.has_second_step()
        OR EXISTS (SELECT FROM public.second_factors f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL))
      -- The same where a role needs an identity of an institution (modules/members/identity-rule).
      AND (c.identity_from IS NULL OR app.role_rank(min_role) < app.role_rank(c.identity_from) OR app.meets_identity(u.id, c.id))
      AND (app.community_id() IS NULL OR m.community_id = app.community_id()));
END $$;

-- The communities that give a right to an organisation of the caller. `reading` and `figures` are for all its members. What its managers do needs
-- the organisation named in the transaction, so that no other statement has these rights: `members` and `moderators` (to administer members up to
-- contributors, or up to moderators), `grants`, and `acting` for one of these. `any`: whatever is given. The rules of the community for a second
-- factor and for institutions hold as for its own managers and members, and a person that it suspended has nothing there. A community's key never
-- acts by an organisation.
CREATE OR REPLACE FUNCTION app.delegated(wanted text) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  is_acting boolean := wanted IN ('members', 'moderators', 'grants', 'acting');
BEGIN
  IF app.user_id() IS NULL OR app.at_most() IS NOT NULL OR (is_acting AND app.organisation_id() IS NULL) THEN RETURN '{}'; END IF;
  -- Most people are in no organisation: one look into an index.
  IF NOT EXISTS (SELECT FROM public.organisation_members m WHERE m.user_id = app.user_id()) THEN RETURN '{}'; END IF;
  RETURN (
    SELECT coalesce(array_agg(DISTINCT a.community_id), '{}')
    FROM public.organisation_members m
    JOIN public.organisation_agreements a ON a.organisation_id = m.organisation_id AND a.agreed_at IS NOT NULL AND a.ended_at IS NULL
    JOIN public.communities c ON c.id = a.community_id AND c.status = 'active'
    JOIN public.users u ON u.id = m.user_id AND u.status = 'active'
    WHERE m.user_id = app.user_id()
      AND (NOT is_acting OR (m.role = 'manager' AND m.organisation_id = app.organisation_id()))
      AND CASE wanted
        WHEN 'reading' THEN a.gives_reading
        WHEN 'figures' THEN a.gives_figures
        WHEN 'members' THEN a.members_up_to IS NOT NULL
        WHEN 'moderators' THEN a.members_up_to = 'moderator'
        WHEN 'grants' THEN a.gives_grants
        WHEN 'acting' THEN a.members_up_to IS NOT NULL OR a.gives_grants
        WHEN 'any' THEN a.gives_reading OR a.gives_figures OR a.members_up_to IS NOT NULL OR a.gives_grants
        ELSE false END
      AND (NOT is_acting OR c.second_factor_from IS NULL
        OR EXISTS (SELECT FROM public.second_factors f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL))
      AND (c.identity_from IS NULL OR (c.identity_from <> 'member' AND NOT is_acting) OR app.meets_identity(u.id, c.id))
      AND NOT EXISTS (SELECT FROM public.memberships s WHERE s.community_id = c.id AND s.user_id = u.id AND s.status <> 'active')
      AND (app.community_id() IS NULL OR a.community_id = app.community_id()));
END $$;

-- The communities whose data for members the caller reads: as a member, or by an organisation.
CREATE OR REPLACE FUNCTION app.communities_read() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN app.communities_as('member') || app.delegated('reading');
END $$;

-- The organisations in which the caller has a role. Programs have none.
CREATE OR REPLACE FUNCTION app.organisations_as(min_role text) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF app.user_id() IS NULL OR app.at_most() IS NOT NULL THEN RETURN '{}'; END IF;
  RETURN (
    SELECT coalesce(array_agg(m.organisation_id), '{}')
    FROM public.organisation_members m JOIN public.users u ON u.id = m.user_id AND u.status = 'active'
    WHERE m.user_id = app.user_id() AND (min_role = 'reader' OR m.role = min_role));
END $$;

-- A key never acts as an operator.
CREATE OR REPLACE FUNCTION app.is_operator() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF app.user_id() IS NULL OR app.at_most() IS NOT NULL THEN RETURN false; END IF;
  RETURN EXISTS (SELECT FROM public.users u WHERE u.id = app.user_id() AND u.is_operator AND u.status = 'active');
END $$;

-- A suspended community disappears from public view: its portals, and its public datasets in the portals of others.
CREATE OR REPLACE FUNCTION app.suspended_communities() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  -- By communities_closed_idx, which holds only these.
  RETURN (SELECT coalesce(array_agg(id), '{}') FROM public.communities WHERE status <> 'active');
END $$;

RESET ROLE;
REVOKE CREATE ON SCHEMA app FROM archipel_system;
