-- Jobs. Contributors request jobs of their community, follow them and cancel them. A line of a job's log is written once.

GRANT SELECT, INSERT, UPDATE, DELETE ON jobs TO archipel_app, archipel_worker;
CREATE POLICY worker_own ON jobs TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_all ON jobs TO archipel_app USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));

GRANT SELECT, INSERT ON job_logs TO archipel_app, archipel_worker;
GRANT USAGE ON SEQUENCE job_logs_id_seq TO archipel_app, archipel_worker, archipel_system;
CREATE POLICY worker_own ON job_logs TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON job_logs FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));
CREATE POLICY app_insert ON job_logs FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));

-- This function bypasses row-level security on purpose, so it runs as the only role that may.
GRANT CREATE ON SCHEMA app TO archipel_system;
SET LOCAL ROLE archipel_system;

-- Gives a job its turn among the open jobs of all communities: after the last open job of its community, never before the current
-- turn. VOLATILE: several jobs inserted by one statement see each other.
CREATE OR REPLACE FUNCTION app.take_turn() RETURNS trigger LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  NEW.turn := greatest(
    coalesce(
      (SELECT min(turn) FROM public.jobs WHERE status = 'waiting' AND id <> NEW.id),
      (SELECT max(turn) FROM public.jobs WHERE status = 'progress' AND id <> NEW.id)),
    (SELECT max(turn) + 1 FROM public.jobs
     WHERE community_id = NEW.community_id AND status IN ('waiting', 'progress') AND id <> NEW.id),
    1);
  RETURN NEW;
END $$;

RESET ROLE;
REVOKE CREATE ON SCHEMA app FROM archipel_system;
