-- Saved filters. People have their own, in communities where they moderate. No job reads them.

GRANT SELECT, INSERT, UPDATE, DELETE ON saved_filters TO archipel_app;
CREATE POLICY app_own ON saved_filters TO archipel_app
  USING (user_id = (SELECT app.user_id()) AND community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[]))
  WITH CHECK (user_id = (SELECT app.user_id()) AND community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[]));
