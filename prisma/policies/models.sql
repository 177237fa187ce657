-- Validation models of a community. Contributors check with them; managers write them. A version is written once and deleted with its model.

GRANT SELECT, INSERT, UPDATE, DELETE ON validation_models TO archipel_app;
GRANT SELECT ON validation_models TO archipel_worker;
CREATE POLICY worker_own ON validation_models FOR SELECT TO archipel_worker USING (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON validation_models FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));
CREATE POLICY app_insert ON validation_models FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_update ON validation_models FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON validation_models FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

-- Written once.
GRANT SELECT, INSERT ON validation_model_versions TO archipel_app;
GRANT SELECT ON validation_model_versions TO archipel_worker;
CREATE POLICY worker_own ON validation_model_versions FOR SELECT TO archipel_worker USING (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON validation_model_versions FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));
CREATE POLICY app_insert ON validation_model_versions FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
