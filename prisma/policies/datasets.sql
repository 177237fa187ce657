-- Datasets. Everyone reads published public datasets, members (and organisations that read the community's data) those published for members,
-- contributors all of their community. Who gives grants by an organisation reads which datasets there are.
-- Managers create, change and delete.

GRANT SELECT, INSERT, UPDATE, DELETE ON datasets TO archipel_app, archipel_worker;
CREATE POLICY worker_own ON datasets TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON datasets FOR SELECT TO archipel_app
  USING ((status = 'published' AND visibility = 'public' AND community_id <> ALL ((SELECT app.suspended_communities())::uuid[]))
    OR (status = 'published' AND visibility = 'members' AND community_id = ANY ((SELECT app.communities_read())::uuid[]))
    OR community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[])
    OR community_id = ANY ((SELECT app.delegated('grants'))::uuid[]));
CREATE POLICY app_insert ON datasets FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_update ON datasets FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON datasets FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

-- A deleted dataset waits in the bin, where only the platform sees it (modules/bin): for everyone else it does not exist.
CREATE POLICY not_in_bin ON datasets AS RESTRICTIVE FOR SELECT TO archipel_app, archipel_lens USING (erase_at IS NULL);

GRANT CREATE ON SCHEMA app TO archipel_system;
SET LOCAL ROLE archipel_system;
-- The slugs of a community's datasets that begin so, also of those in the bin: their addresses stay reserved.
CREATE OR REPLACE FUNCTION app.taken_slugs(of_community uuid, beginning text) RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN QUERY SELECT d.slug FROM public.datasets d WHERE d.community_id = of_community AND starts_with(d.slug, beginning)
    AND (of_community = app.community_id() OR of_community = ANY (app.communities_as('manager')));
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA app FROM archipel_system;

-- Documents are as readable as their dataset. Jobs create them; managers rename and delete them.
GRANT SELECT, UPDATE, DELETE ON dataset_attachments TO archipel_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON dataset_attachments TO archipel_worker;
CREATE POLICY worker_own ON dataset_attachments TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON dataset_attachments FOR SELECT TO archipel_app
  USING (EXISTS (SELECT FROM datasets d WHERE d.id = dataset_id));
CREATE POLICY app_update ON dataset_attachments FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]))
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON dataset_attachments FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
