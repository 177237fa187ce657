-- Imports of edits from a file. People have their own, in communities where they contribute. Only jobs write the rows that they read.

GRANT SELECT, INSERT, UPDATE, DELETE ON edit_imports TO archipel_app, archipel_worker;
CREATE POLICY worker_own ON edit_imports TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_own ON edit_imports TO archipel_app
  USING (author_id = (SELECT app.user_id()) AND community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]))
  WITH CHECK (author_id = (SELECT app.user_id()) AND community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));

-- Visible and deleted with their import, through the policy of imports in the sub-select.
GRANT SELECT, DELETE ON edit_import_rows TO archipel_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON edit_import_rows TO archipel_worker;
CREATE POLICY worker_own ON edit_import_rows TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON edit_import_rows FOR SELECT TO archipel_app
  USING (EXISTS (SELECT FROM edit_imports i WHERE i.id = import_id));
CREATE POLICY app_delete ON edit_import_rows FOR DELETE TO archipel_app
  USING (EXISTS (SELECT FROM edit_imports i WHERE i.id = import_id));
