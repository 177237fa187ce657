-- Quality. Sheets, ratings and awards are read with their dataset. Managers set rules and labels; contributors confirm
-- features; members vote.

-- Thresholds and weights. Contributors read them, managers set them.
GRANT SELECT, INSERT, UPDATE, DELETE ON quality_rules TO archipel_app, archipel_worker;
CREATE POLICY worker_own ON quality_rules TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON quality_rules FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));
CREATE POLICY app_insert ON quality_rules FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_update ON quality_rules FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON quality_rules FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

-- The figures of a dataset. Jobs write them.
GRANT SELECT ON quality_sheets TO archipel_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON quality_sheets TO archipel_worker;
CREATE POLICY worker_own ON quality_sheets TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON quality_sheets FOR SELECT TO archipel_app
  USING (EXISTS (SELECT FROM datasets d WHERE d.id = dataset_id));

-- A contributor has examined a feature and found it correct.
GRANT SELECT, INSERT, UPDATE ON feature_confirmations TO archipel_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON feature_confirmations TO archipel_worker;
CREATE POLICY worker_own ON feature_confirmations TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON feature_confirmations FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));
CREATE POLICY app_insert ON feature_confirmations FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]) AND confirmed_by_id = (SELECT app.user_id())
    AND EXISTS (SELECT FROM layers l WHERE l.id = layer_id AND l.community_id = feature_confirmations.community_id));
CREATE POLICY app_update ON feature_confirmations FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]))
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));

-- Every signed-in person may rate, also without a membership: the platform writes the rating, after checking that the person may read the
-- dataset. A hidden rating is visible to its author and to moderators, who hide and show it.
GRANT SELECT, UPDATE ON dataset_ratings TO archipel_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON dataset_ratings TO archipel_worker;
CREATE POLICY worker_own ON dataset_ratings TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON dataset_ratings FOR SELECT TO archipel_app
  USING (EXISTS (SELECT FROM datasets d WHERE d.id = dataset_id) AND (hidden_at IS NULL OR user_id = (SELECT app.user_id())
    OR community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[])));
CREATE POLICY app_update ON dataset_ratings FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[]));

-- Labels are public.
GRANT SELECT, INSERT, UPDATE, DELETE ON quality_labels TO archipel_app;
GRANT SELECT ON quality_labels TO archipel_worker;
CREATE POLICY worker_own ON quality_labels TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON quality_labels FOR SELECT TO archipel_app USING (true);
CREATE POLICY app_insert ON quality_labels FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_update ON quality_labels FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON quality_labels FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

-- Managers award and withdraw labels of their community, on datasets of their community. The history stays.
GRANT SELECT, INSERT, UPDATE ON quality_label_awards TO archipel_app, archipel_worker;
CREATE POLICY worker_own ON quality_label_awards TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON quality_label_awards FOR SELECT TO archipel_app
  USING (EXISTS (SELECT FROM datasets d WHERE d.id = dataset_id));
CREATE POLICY app_insert ON quality_label_awards FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[])
    AND EXISTS (SELECT FROM datasets d WHERE d.id = dataset_id AND d.community_id = quality_label_awards.community_id)
    AND EXISTS (SELECT FROM quality_labels l WHERE l.id = label_id AND l.community_id = quality_label_awards.community_id));
CREATE POLICY app_update ON quality_label_awards FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

-- Members vote in their own name and see their own vote; the platform counts.
GRANT SELECT, INSERT, UPDATE, DELETE ON quality_label_votes TO archipel_app;
GRANT SELECT ON quality_label_votes TO archipel_worker;
CREATE POLICY worker_own ON quality_label_votes TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON quality_label_votes FOR SELECT TO archipel_app
  USING (user_id = (SELECT app.user_id()) AND community_id = ANY ((SELECT app.communities_as('member'))::uuid[]));
CREATE POLICY app_insert ON quality_label_votes FOR INSERT TO archipel_app
  WITH CHECK (user_id = (SELECT app.user_id()) AND community_id = ANY ((SELECT app.communities_as('member'))::uuid[])
    AND EXISTS (SELECT FROM datasets d WHERE d.id = dataset_id AND d.community_id = quality_label_votes.community_id)
    AND EXISTS (SELECT FROM quality_labels l WHERE l.id = label_id AND l.community_id = quality_label_votes.community_id));
CREATE POLICY app_update ON quality_label_votes FOR UPDATE TO archipel_app
  USING (user_id = (SELECT app.user_id()) AND community_id = ANY ((SELECT app.communities_as('member'))::uuid[]));
CREATE POLICY app_delete ON quality_label_votes FOR DELETE TO archipel_app
  USING (user_id = (SELECT app.user_id()) AND community_id = ANY ((SELECT app.communities_as('member'))::uuid[]));
