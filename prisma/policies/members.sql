-- Members. People see their own memberships, moderators those of their community. Managers admit, change, invite and remove members.

GRANT SELECT, INSERT, UPDATE, DELETE ON memberships TO archipel_app, archipel_worker;
CREATE POLICY worker_own ON memberships TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON memberships FOR SELECT TO archipel_app
  USING (user_id = (SELECT app.user_id()) OR community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[]));
CREATE POLICY app_insert ON memberships FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_update ON memberships FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON memberships FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

-- By an organisation: up to the role that the community allows, and never the caller's own membership. It suspends; only the community takes that
-- back.
CREATE POLICY app_delegated_read ON memberships FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.delegated('members'))::uuid[]));
CREATE POLICY app_delegated_update ON memberships FOR UPDATE TO archipel_app
  USING (user_id <> (SELECT app.user_id()) AND ((role IN ('member', 'contributor') AND community_id = ANY ((SELECT app.delegated('members'))::uuid[]))
    OR (role = 'moderator' AND community_id = ANY ((SELECT app.delegated('moderators'))::uuid[]))))
  WITH CHECK (status = 'suspended' AND ((role IN ('member', 'contributor') AND community_id = ANY ((SELECT app.delegated('members'))::uuid[]))
    OR (role = 'moderator' AND community_id = ANY ((SELECT app.delegated('moderators'))::uuid[]))));

-- Operators invite the first manager of a community.
GRANT SELECT, INSERT, UPDATE, DELETE ON invitations TO archipel_app, archipel_worker;
CREATE POLICY worker_own ON invitations TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_all ON invitations TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_first_manager ON invitations FOR INSERT TO archipel_app WITH CHECK ((SELECT app.is_operator()));
CREATE POLICY app_delegated_read ON invitations FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.delegated('members'))::uuid[]));
CREATE POLICY app_delegated ON invitations TO archipel_app
  USING ((role IN ('member', 'contributor') AND community_id = ANY ((SELECT app.delegated('members'))::uuid[]))
    OR (role = 'moderator' AND community_id = ANY ((SELECT app.delegated('moderators'))::uuid[])));

-- People see their own requests, managers those of their community. The platform writes requests, because a stranger sees nothing of a
-- community; managers decide.
GRANT SELECT, UPDATE ON member_requests TO archipel_app;
CREATE POLICY app_read ON member_requests FOR SELECT TO archipel_app
  USING (user_id = (SELECT app.user_id()) OR community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_update ON member_requests FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delegated_read ON member_requests FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.delegated('members'))::uuid[]));
