-- An edit that waits for its report is no longer its author's to change: moderators decide on what was sent.
DROP POLICY app_update ON contributions;
CREATE POLICY app_update ON contributions FOR UPDATE TO archipel_app
  USING ((community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]) AND author_id = (SELECT app.user_id())
      AND NOT (origin = 'report' AND status = 'draft'))
    OR (community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[]) AND status <> 'draft'));
DROP POLICY app_delete ON contributions;
CREATE POLICY app_delete ON contributions FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]) AND author_id = (SELECT app.user_id())
    AND status = 'draft' AND origin <> 'report');
