-- Answers. What a layer declares is as readable as the layer, and what a portal answers with as the portal. Managers change both. A draft
-- of a change is visible to managers only.

GRANT SELECT, INSERT, UPDATE, DELETE ON layer_answers TO archipel_app;
CREATE POLICY app_read ON layer_answers FOR SELECT TO archipel_app USING (EXISTS (SELECT FROM layers l WHERE l.id = layer_id));
-- Through grants, with the layers that they open.
GRANT SELECT ON layer_answers TO archipel_lens;
CREATE POLICY lens_read ON layer_answers FOR SELECT TO archipel_lens USING (EXISTS (SELECT FROM layers l WHERE l.id = layer_id));
CREATE POLICY app_insert ON layer_answers FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[])
    AND EXISTS (SELECT FROM layers l WHERE l.id = layer_id AND l.community_id = layer_answers.community_id));
CREATE POLICY app_update ON layer_answers FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON layer_answers FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON portal_answers TO archipel_app;
CREATE POLICY app_read ON portal_answers FOR SELECT TO archipel_app USING (EXISTS (SELECT FROM portals p WHERE p.id = portal_id));
CREATE POLICY app_insert ON portal_answers FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[])
    AND EXISTS (SELECT FROM portals p WHERE p.id = portal_id AND p.community_id = portal_answers.community_id));
CREATE POLICY app_update ON portal_answers FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON portal_answers FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

-- The table's own checks require that two persons are named: the author, who is the caller, and another who publishes; or a reason.
GRANT SELECT, INSERT, UPDATE, DELETE ON answer_overrides TO archipel_app;
CREATE POLICY app_read ON answer_overrides FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[])
    OR (state = 'published' AND EXISTS (SELECT FROM portals p WHERE p.id = portal_id)));
CREATE POLICY app_insert ON answer_overrides FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]) AND state = 'draft' AND author_id = (SELECT app.user_id())
    AND EXISTS (SELECT FROM portals p WHERE p.id = portal_id AND p.community_id = answer_overrides.community_id));
CREATE POLICY app_update ON answer_overrides FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON answer_overrides FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

-- The history of rules is added to by managers, and never changed.
GRANT SELECT, INSERT ON answer_rule_events TO archipel_app;
CREATE POLICY app_read ON answer_rule_events FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_insert ON answer_rule_events FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]) AND actor_id = (SELECT app.user_id())
    AND EXISTS (SELECT FROM portals p WHERE p.id = portal_id AND p.community_id = answer_rule_events.community_id));

-- Places that a clerk has tested are for managers only.
GRANT SELECT, INSERT, UPDATE, DELETE ON answer_examples TO archipel_app;
CREATE POLICY app_read ON answer_examples FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_insert ON answer_examples FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]) AND author_id = (SELECT app.user_id())
    AND EXISTS (SELECT FROM portals p WHERE p.id = portal_id AND p.community_id = answer_examples.community_id));
CREATE POLICY app_update ON answer_examples FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON answer_examples FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

-- answer_links has no policy: only the platform finds a short link, by its portal and its id.
