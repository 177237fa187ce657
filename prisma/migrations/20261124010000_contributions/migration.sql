-- Contributions: proposed edits of shared data, reviewed, then merged into the layers' tables.
CREATE TABLE edit_rules (
  dataset_id uuid PRIMARY KEY REFERENCES datasets ON DELETE CASCADE,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  is_open boolean NOT NULL DEFAULT true,
  direct_role text NOT NULL DEFAULT 'manager' CHECK (direct_role IN ('contributor', 'moderator', 'manager')),
  approvals integer NOT NULL DEFAULT 1 CHECK (approvals BETWEEN 1 AND 5),
  locked_columns jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX edit_rules_community_id_idx ON edit_rules (community_id);

CREATE TABLE contributions (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  dataset_id uuid NOT NULL REFERENCES datasets ON DELETE CASCADE,
  author_id uuid,
  title text NOT NULL,
  message text NOT NULL DEFAULT '',
  origin text NOT NULL DEFAULT 'editor' CHECK (origin IN ('editor', 'api', 'import', 'report', 'revert')),
  reverts_id uuid REFERENCES contributions ON DELETE SET NULL,
  status text NOT NULL DEFAULT 'draft'
    CHECK (status IN ('draft', 'submitted', 'changes-requested', 'conflicting', 'merged', 'rejected', 'withdrawn')),
  reason text NOT NULL DEFAULT '',
  decided_by_id uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  submitted_at timestamptz,
  decided_at timestamptz
);
CREATE INDEX contributions_community_id_status_idx ON contributions (community_id, status, submitted_at);
CREATE INDEX contributions_dataset_id_idx ON contributions (dataset_id);
CREATE INDEX contributions_author_id_idx ON contributions (author_id);

-- One proposed change of one feature. `fields` holds changed columns alone; `geom` counts when `has_geometry`, in the CRS of the layer.
CREATE TABLE contribution_edits (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  contribution_id uuid NOT NULL REFERENCES contributions ON DELETE CASCADE,
  layer_id uuid NOT NULL REFERENCES layers ON DELETE CASCADE,
  operation text NOT NULL CHECK (operation IN ('insert', 'update', 'delete')),
  fid bigint,
  base_version integer,
  fields jsonb NOT NULL DEFAULT '{}',
  has_geometry boolean NOT NULL DEFAULT false,
  geom geometry,
  merged_version integer,
  position bigserial,
  updated_at timestamptz NOT NULL DEFAULT now(),
  CHECK (merged_version IS NOT NULL OR (operation = 'insert') = (fid IS NULL)),
  CHECK ((operation = 'insert') = (base_version IS NULL)),
  UNIQUE (contribution_id, layer_id, fid)
);
CREATE INDEX contribution_edits_community_id_idx ON contribution_edits (community_id);
CREATE INDEX contribution_edits_layer_id_fid_idx ON contribution_edits (layer_id, fid);

CREATE TABLE contribution_reviews (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  contribution_id uuid NOT NULL REFERENCES contributions ON DELETE CASCADE,
  reviewer_id uuid NOT NULL,
  verdict text NOT NULL CHECK (verdict IN ('approve', 'request-changes', 'reject')),
  comment text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX contribution_reviews_community_id_idx ON contribution_reviews (community_id);
CREATE INDEX contribution_reviews_contribution_id_idx ON contribution_reviews (contribution_id);

CREATE TABLE contribution_comments (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  contribution_id uuid NOT NULL REFERENCES contributions ON DELETE CASCADE,
  edit_id uuid REFERENCES contribution_edits ON DELETE SET NULL,
  author_id uuid NOT NULL,
  body text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX contribution_comments_community_id_idx ON contribution_comments (community_id);
CREATE INDEX contribution_comments_contribution_id_idx ON contribution_comments (contribution_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON edit_rules, contributions, contribution_edits TO archipel_app, archipel_worker;
GRANT SELECT, INSERT ON contribution_reviews, contribution_comments TO archipel_app, archipel_worker;
GRANT USAGE ON SEQUENCE contribution_edits_position_seq TO archipel_app, archipel_worker, archipel_system;

DO $$
DECLARE table_name text;
BEGIN
  FOREACH table_name IN ARRAY ARRAY[
    'edit_rules', 'contributions', 'contribution_edits', 'contribution_reviews', 'contribution_comments'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', table_name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', table_name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO archipel_system', table_name);
    EXECUTE format('CREATE POLICY system_all ON %I TO archipel_system USING (true) WITH CHECK (true)', table_name);
    EXECUTE format('CREATE POLICY worker_own ON %I TO archipel_worker USING (community_id = (SELECT app.community_id()))
                    WITH CHECK (community_id = (SELECT app.community_id()))', table_name);
  END LOOP;
END $$;

CREATE POLICY app_read ON edit_rules FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]));
CREATE POLICY app_insert ON edit_rules FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_update ON edit_rules FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON edit_rules FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

-- A draft is its author's alone; what was submitted is seen by all who contribute.
CREATE POLICY app_read ON contributions FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[])
    AND (status <> 'draft' OR author_id = (SELECT app.user_id())));
CREATE POLICY app_insert ON contributions FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]) AND author_id = (SELECT app.user_id()));
CREATE POLICY app_update ON contributions FOR UPDATE TO archipel_app
  USING ((community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]) AND author_id = (SELECT app.user_id()))
    OR (community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[]) AND status <> 'draft'));
CREATE POLICY app_delete ON contributions FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]) AND author_id = (SELECT app.user_id()) AND status = 'draft');

-- What belongs to a contribution is seen with it: the inner SELECT is under the policies above.
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
CREATE POLICY app_read ON contribution_reviews FOR SELECT TO archipel_app
  USING (EXISTS (SELECT FROM contributions c WHERE c.id = contribution_id));
CREATE POLICY app_insert ON contribution_reviews FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[]) AND reviewer_id = (SELECT app.user_id())
    AND EXISTS (SELECT FROM contributions c WHERE c.id = contribution_id AND c.community_id = contribution_reviews.community_id));
CREATE POLICY app_read ON contribution_comments FOR SELECT TO archipel_app
  USING (EXISTS (SELECT FROM contributions c WHERE c.id = contribution_id));
CREATE POLICY app_insert ON contribution_comments FOR INSERT TO archipel_app
  WITH CHECK (author_id = (SELECT app.user_id())
    AND EXISTS (SELECT FROM contributions c WHERE c.id = contribution_id AND c.community_id = contribution_comments.community_id));

GRANT CREATE ON SCHEMA app TO archipel_system;
SET LOCAL ROLE archipel_system;
-- Names of the people of one's communities, without anything else of them.
CREATE FUNCTION app.names_of(people uuid[]) RETURNS TABLE (id uuid, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT DISTINCT u.id, u.name FROM public.users u JOIN public.memberships m ON m.user_id = u.id
  WHERE u.id = ANY (people) AND m.community_id = ANY (app.communities_as('contributor'))
$$;
GRANT EXECUTE ON FUNCTION app.names_of(uuid[]) TO archipel_app, archipel_worker;
RESET ROLE;
REVOKE CREATE ON SCHEMA app FROM archipel_system;
