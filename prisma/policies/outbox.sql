-- The outbox. Members and jobs add events of their community; only the platform reads them all and stores the positions of the readers.

-- Written once.
GRANT SELECT, INSERT ON outbox_events TO archipel_app, archipel_worker;
GRANT USAGE ON SEQUENCE outbox_events_sequence_seq TO archipel_app, archipel_worker, archipel_system;
CREATE POLICY worker_own ON outbox_events TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_insert ON outbox_events FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('member'))::uuid[]) OR (SELECT app.is_operator()));

-- Only the platform reads and writes outbox_readers and outbox_retries (shared.sql).
