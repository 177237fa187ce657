-- Revisions of tiles of points. A revision is as readable as its tile, because a viewer that is open goes on with the one that it began with.
-- Publications write them; managers restore earlier ones, and delete those that nobody may read any more.
GRANT SELECT, INSERT, DELETE ON cloud_revisions TO archipel_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON cloud_revisions TO archipel_worker;
CREATE POLICY worker_own ON cloud_revisions TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON cloud_revisions FOR SELECT TO archipel_app
  USING (EXISTS (SELECT FROM dataset_attachments a WHERE a.id = attachment_id));
CREATE POLICY app_insert ON cloud_revisions FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[])
    AND EXISTS (SELECT FROM dataset_attachments a WHERE a.id = attachment_id AND a.community_id = cloud_revisions.community_id));
CREATE POLICY app_delete ON cloud_revisions FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

-- Only the platform reads and writes cloud_extracts (shared.sql): visitors have no row of their own, and the service proves who takes one.
