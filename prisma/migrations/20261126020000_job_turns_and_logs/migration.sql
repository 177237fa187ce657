-- Fair turns between communities. A job's turn is one after the last open one of its community, but never before the turn that is being
-- served: so communities alternate, whoever waits longest is never overtaken for ever, and nobody saves up turns by not asking. Jobs are
-- taken by turn, then in the order in which they came.
ALTER TABLE jobs ADD COLUMN turn integer NOT NULL DEFAULT 0;
CREATE INDEX jobs_turn_idx ON jobs (status, turn, id) WHERE status IN ('waiting', 'progress');
CREATE INDEX jobs_open_turn_idx ON jobs (community_id, turn) WHERE status IN ('waiting', 'progress');

GRANT CREATE ON SCHEMA app TO archipel_system;
-- It looks at the jobs of all communities, so it runs as the one role that may. Volatile: several jobs of one statement see each other.
CREATE FUNCTION app.take_turn() RETURNS trigger LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = '' AS $$
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
ALTER FUNCTION app.take_turn() OWNER TO archipel_system;
REVOKE CREATE ON SCHEMA app FROM archipel_system;
CREATE TRIGGER take_turn_new BEFORE INSERT ON jobs FOR EACH ROW WHEN (NEW.status = 'waiting') EXECUTE FUNCTION app.take_turn();
CREATE TRIGGER take_turn_again BEFORE UPDATE OF status ON jobs FOR EACH ROW
  WHEN (NEW.status = 'waiting' AND OLD.status <> 'waiting') EXECUTE FUNCTION app.take_turn();

-- What a job tells of itself, line by line: the sentence is jobs.log.<code> with its params.
CREATE TABLE job_logs (
  id bigserial PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  job_id uuid NOT NULL REFERENCES jobs ON DELETE CASCADE,
  attempt integer NOT NULL DEFAULT 0,
  level text NOT NULL DEFAULT 'info' CHECK (level IN ('info', 'warning', 'error')),
  code text NOT NULL,
  params jsonb NOT NULL DEFAULT '{}',
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX job_logs_community_id_idx ON job_logs (community_id);
CREATE INDEX job_logs_job_id_idx ON job_logs (job_id, id);

ALTER TABLE job_logs ENABLE ROW LEVEL SECURITY;
ALTER TABLE job_logs FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON job_logs TO archipel_system;
-- Written once.
GRANT SELECT, INSERT ON job_logs TO archipel_app, archipel_worker;
GRANT USAGE ON SEQUENCE job_logs_id_seq TO archipel_app, archipel_worker, archipel_system;
CREATE POLICY system_all ON job_logs TO archipel_system USING (true) WITH CHECK (true);
CREATE POLICY worker_own ON job_logs TO archipel_worker USING (community_id = (SELECT app.community_id()))
  WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON job_logs FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));
CREATE POLICY app_insert ON job_logs FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));
