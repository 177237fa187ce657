-- What people follow. Each person sees, adds and stops their own. The platform finds the followers of what changed.

GRANT SELECT, INSERT, DELETE ON follows TO archipel_app;
CREATE POLICY app_read ON follows FOR SELECT TO archipel_app USING (person_id = (SELECT app.user_id()));
-- Only what the person may see: the policies of portals and datasets apply in the sub-selects.
CREATE POLICY app_insert ON follows FOR INSERT TO archipel_app
  WITH CHECK (person_id = (SELECT app.user_id())
    AND EXISTS (SELECT FROM portals p WHERE p.id = portal_id AND p.community_id = follows.community_id)
    AND (dataset_id IS NULL OR EXISTS (SELECT FROM datasets d WHERE d.id = dataset_id)));
-- A dataset of which grants open a part: the policies of the lens apply in the sub-selects.
GRANT INSERT ON follows TO archipel_lens;
CREATE POLICY lens_insert ON follows FOR INSERT TO archipel_lens
  WITH CHECK (person_id = (SELECT app.user_id()) AND kind = 'dataset'
    AND EXISTS (SELECT FROM portals p WHERE p.id = portal_id AND p.community_id = follows.community_id)
    AND EXISTS (SELECT FROM datasets d WHERE d.id = dataset_id));
CREATE POLICY app_delete ON follows FOR DELETE TO archipel_app USING (person_id = (SELECT app.user_id()));

-- guest_follows has no policy: guests act by the signed links of their mails, and the platform finds who follows a changed place.
