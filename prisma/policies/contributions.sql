-- Contributions. A draft belongs to its author; contributors see submitted ones; moderators decide. Edits, reviews and comments are visible
-- with their contribution, because their policies query the policies of contributions.

-- An edit that a report proposes waits as a draft. Moderators see it beside the report; its author can no longer change it.
GRANT SELECT, INSERT, UPDATE, DELETE ON contributions TO archipel_app, archipel_worker;
CREATE POLICY worker_own ON contributions TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON contributions FOR SELECT TO archipel_app
  USING ((community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[])
      AND (status <> 'draft' OR (author_id = (SELECT app.user_id()) AND origin <> 'report')))
    OR (community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[]) AND origin = 'report'));
CREATE POLICY app_insert ON contributions FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]) AND author_id = (SELECT app.user_id()));
CREATE POLICY app_update ON contributions FOR UPDATE TO archipel_app
  USING ((community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]) AND author_id = (SELECT app.user_id())
      AND NOT (origin = 'report' AND status = 'draft'))
    OR (community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[]) AND status <> 'draft'));
CREATE POLICY app_delete ON contributions FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]) AND author_id = (SELECT app.user_id())
    AND status = 'draft' AND origin <> 'report');

-- The author and the moderators write edits.
GRANT SELECT, INSERT, UPDATE, DELETE ON contribution_edits TO archipel_app, archipel_worker;
GRANT USAGE ON SEQUENCE contribution_edits_position_seq TO archipel_app, archipel_worker, archipel_system;
CREATE POLICY worker_own ON contribution_edits TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON contribution_edits FOR SELECT TO archipel_app
  USING (EXISTS (SELECT FROM contributions c WHERE c.id = contribution_id));
CREATE POLICY app_insert ON contribution_edits FOR INSERT TO archipel_app
  WITH CHECK (EXISTS (SELECT FROM contributions c WHERE c.id = contribution_id AND c.community_id = contribution_edits.community_id
    AND (c.author_id = (SELECT app.user_id()) OR c.community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[]))));
CREATE POLICY app_update ON contribution_edits FOR UPDATE TO archipel_app
  USING (EXISTS (SELECT FROM contributions c WHERE c.id = contribution_id
    AND (c.author_id = (SELECT app.user_id()) OR c.community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[]))));
CREATE POLICY app_delete ON contribution_edits FOR DELETE TO archipel_app
  USING (EXISTS (SELECT FROM contributions c WHERE c.id = contribution_id
    AND (c.author_id = (SELECT app.user_id()) OR c.community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[]))));

-- Moderators review in their own name. A review is written once.
GRANT SELECT, INSERT ON contribution_reviews TO archipel_app, archipel_worker;
CREATE POLICY worker_own ON contribution_reviews TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON contribution_reviews FOR SELECT TO archipel_app
  USING (EXISTS (SELECT FROM contributions c WHERE c.id = contribution_id));
CREATE POLICY app_insert ON contribution_reviews FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[]) AND reviewer_id = (SELECT app.user_id())
    AND EXISTS (SELECT FROM contributions c WHERE c.id = contribution_id AND c.community_id = contribution_reviews.community_id));

-- Anyone who sees a contribution may comment on it in their own name. A comment is written once.
GRANT SELECT, INSERT ON contribution_comments TO archipel_app, archipel_worker;
CREATE POLICY worker_own ON contribution_comments TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON contribution_comments FOR SELECT TO archipel_app
  USING (EXISTS (SELECT FROM contributions c WHERE c.id = contribution_id));
CREATE POLICY app_insert ON contribution_comments FOR INSERT TO archipel_app
  WITH CHECK (author_id = (SELECT app.user_id())
    AND EXISTS (SELECT FROM contributions c WHERE c.id = contribution_id AND c.community_id = contribution_comments.community_id));

-- What may be edited in a dataset, and who approves it. Contributors read the rules, managers set them.
GRANT SELECT, INSERT, UPDATE, DELETE ON edit_rules TO archipel_app, archipel_worker;
CREATE POLICY worker_own ON edit_rules TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON edit_rules FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));
CREATE POLICY app_insert ON edit_rules FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_update ON edit_rules FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON edit_rules FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

-- These functions bypass row-level security on purpose, so they run as the only role that may.
GRANT CREATE ON SCHEMA app TO archipel_system;
SET LOCAL ROLE archipel_system;

-- The contributions among `wanted` that were merged and whose dataset the caller may read: title and author's name, no other data of people.
CREATE OR REPLACE FUNCTION app.merged_contributions(wanted uuid[])
RETURNS TABLE (id uuid, title text, origin text, author_name text, decided_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN QUERY
    SELECT c.id, c.title, c.origin, u.name, c.decided_at
    FROM public.contributions c LEFT JOIN public.users u ON u.id = c.author_id
    WHERE c.id = ANY (wanted) AND c.status = 'merged'
      AND EXISTS (SELECT FROM public.layers l WHERE l.dataset_id = c.dataset_id AND app.can_read_layer(l.id));
END $$;

-- The authors of a dataset's merged contributions. Visitors without an account count as one author without a name.
CREATE OR REPLACE FUNCTION app.credits_of(dataset uuid)
RETURNS TABLE (author_name text, contributions integer, features integer, latest timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM public.layers l WHERE l.dataset_id = dataset AND app.can_read_layer(l.id)) THEN RETURN; END IF;
  RETURN QUERY
    SELECT u.name, count(DISTINCT c.id)::integer, count(e.id)::integer, max(c.decided_at)
    FROM public.contributions c LEFT JOIN public.users u ON u.id = c.author_id
      LEFT JOIN public.contribution_edits e ON e.contribution_id = c.id AND e.merged_version IS NOT NULL
    WHERE c.dataset_id = dataset AND c.status = 'merged' AND (u.id IS NOT NULL OR (c.author_id IS NULL AND c.origin = 'report'))
    GROUP BY u.id, u.name ORDER BY 3 DESC, 4 DESC;
END $$;

RESET ROLE;
REVOKE CREATE ON SCHEMA app FROM archipel_system;
