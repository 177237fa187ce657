-- Runs of processings. Contributors request runs and see those of their community. Only jobs write the results.

GRANT SELECT, INSERT ON processing_runs TO archipel_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON processing_runs TO archipel_worker;
CREATE POLICY worker_own ON processing_runs TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON processing_runs FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));
CREATE POLICY app_insert ON processing_runs FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));
