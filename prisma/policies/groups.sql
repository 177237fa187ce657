-- Groups of people. Managers make, change and delete the groups of their community, and take people out. A person joins by an invitation, which
-- the platform checks, and leaves when they want.

GRANT SELECT, INSERT, UPDATE, DELETE ON groups TO archipel_app;
CREATE POLICY app_all ON groups TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]))
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

GRANT SELECT, DELETE ON group_members TO archipel_app;
CREATE POLICY app_read ON group_members FOR SELECT TO archipel_app
  USING (user_id = (SELECT app.user_id()) OR community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON group_members FOR DELETE TO archipel_app
  USING (user_id = (SELECT app.user_id()) OR community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON group_invitations TO archipel_app;
CREATE POLICY app_all ON group_invitations TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]))
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[])
    AND EXISTS (SELECT FROM groups g WHERE g.id = group_id AND g.community_id = group_invitations.community_id));
