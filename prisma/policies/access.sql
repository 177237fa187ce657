-- Keys. A person sees and deletes their own keys; managers see, make and revoke the keys of their community. No job reads a key.

-- The platform alone writes a personal key.
GRANT SELECT, DELETE ON api_keys TO archipel_app;
CREATE POLICY app_read ON api_keys FOR SELECT TO archipel_app USING (user_id = (SELECT app.user_id()));
CREATE POLICY app_delete ON api_keys FOR DELETE TO archipel_app USING (user_id = (SELECT app.user_id()));

-- Nobody deletes a key: the journal shows its name after it was revoked.
GRANT SELECT, INSERT, UPDATE ON community_keys TO archipel_app;
CREATE POLICY app_manage ON community_keys TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]))
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
