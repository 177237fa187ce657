-- The journal. Managers read the entries of their community, operators those without a community, a person those about their own account.
-- An entry is written once, in the name of the person who acts, and is never changed. The platform deletes those that name a network after
-- a year (identity/queries/tries.ts), and no others.

GRANT SELECT, INSERT ON audit_entries TO archipel_app, archipel_worker;
CREATE POLICY worker_own ON audit_entries TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON audit_entries FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]) OR (community_id IS NULL AND (SELECT app.is_operator()))
    OR (community_id IS NULL AND resource_type = 'user' AND resource_id = (SELECT app.user_id())::text AND (SELECT app.at_most()) IS NULL));
CREATE POLICY app_insert ON audit_entries FOR INSERT TO archipel_app
  WITH CHECK (actor_id = (SELECT app.user_id())
    AND (community_id = ANY ((SELECT app.communities_as('member'))::uuid[]) OR (SELECT app.is_operator())
      OR community_id = ANY ((SELECT app.delegated('acting'))::uuid[])));
