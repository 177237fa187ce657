-- Keys. People see and delete their own keys; managers see, create and revoke the keys of their community. No job reads a key.

-- Only the platform writes personal keys.
GRANT SELECT, DELETE ON api_keys TO archipel_app;
CREATE POLICY app_read ON api_keys FOR SELECT TO archipel_app USING (user_id = (SELECT app.user_id()));
CREATE POLICY app_delete ON api_keys FOR DELETE TO archipel_app USING (user_id = (SELECT app.user_id()));

-- Keys are never deleted: the journal shows their names after they were revoked.
GRANT SELECT, INSERT, UPDATE ON community_keys TO archipel_app;
CREATE POLICY app_manage ON community_keys TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]))
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

-- Calls of keys. The platform counts; people and managers read the counts of their keys, and delete them with a key.
GRANT SELECT, DELETE ON key_uses TO archipel_app;
CREATE POLICY app_read ON key_uses FOR SELECT TO archipel_app
  USING (user_id = (SELECT app.user_id()) OR community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON key_uses FOR DELETE TO archipel_app USING (user_id = (SELECT app.user_id()));
