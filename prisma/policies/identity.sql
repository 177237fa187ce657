-- Accounts. People see themselves and, where they moderate, the people of that community. Only the platform writes accounts,
-- one-time codes and sign-ins.

-- Jobs see the people of their community.
GRANT SELECT ON users TO archipel_app, archipel_worker;
CREATE POLICY worker_reads ON users FOR SELECT TO archipel_worker
  USING (id IN (SELECT user_id FROM memberships WHERE community_id = (SELECT app.community_id())));
-- The people of a community that leaves: members, and those who asked for a role. Never their passwords.
GRANT SELECT (id, email, name, locale) ON users TO archipel_transfer;
CREATE POLICY transfer_people ON users FOR SELECT TO archipel_transfer
  USING (id IN (SELECT user_id FROM memberships WHERE community_id = (SELECT app.community_id())
    UNION SELECT user_id FROM member_requests WHERE community_id = (SELECT app.community_id())));
CREATE POLICY app_read ON users FOR SELECT TO archipel_app USING (id = ANY ((SELECT app.visible_people())::uuid[]));

-- Only the platform reads and writes one_time_codes, second_factors, recovery_codes, passkeys, passkey_challenges, oidc_payloads, hub_sessions, sign_in_providers, answer_keys,
-- linked_identities, provider_sign_ins, try_counters and account_exports (shared.sql).

-- Applications are their owner's: a person's, or the managers' of a community. Whether one is suspended, and its secret, only the platform writes. What a
-- person allows, only that person reads, and only the platform writes.
GRANT SELECT, DELETE ON applications TO archipel_app;
CREATE POLICY app_read ON applications FOR SELECT TO archipel_app
  USING (owner_id = (SELECT app.user_id()) OR community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON applications FOR DELETE TO archipel_app
  USING (owner_id = (SELECT app.user_id()) OR community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
GRANT SELECT ON application_grants TO archipel_app;
CREATE POLICY app_read ON application_grants FOR SELECT TO archipel_app USING (user_id = (SELECT app.user_id()));

-- These functions bypass row-level security on purpose, so they run as the only role that may.
GRANT CREATE ON SCHEMA app TO archipel_system;
SET LOCAL ROLE archipel_system;

-- The people that the caller may see: those of the communities that the caller moderates or whose members the caller administers by an
-- organisation, and the caller.
CREATE OR REPLACE FUNCTION app.visible_people() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT coalesce(array_agg(DISTINCT m.user_id), '{}') || app.user_id()
  FROM public.memberships m
  WHERE m.community_id = ANY (app.communities_as('moderator')) OR m.community_id = ANY (app.delegated('members'))
$$;

-- Names of people of the caller's communities, without any other data of them.
CREATE OR REPLACE FUNCTION app.names_of(people uuid[]) RETURNS TABLE (id uuid, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT DISTINCT u.id, u.name FROM public.users u JOIN public.memberships m ON m.user_id = u.id
  WHERE u.id = ANY (people) AND m.community_id = ANY (app.communities_as('contributor'))
$$;

RESET ROLE;
REVOKE CREATE ON SCHEMA app FROM archipel_system;
