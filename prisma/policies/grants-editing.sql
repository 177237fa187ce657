-- Editing through grants. It has a role of its own, archipel_editor, which sees and writes only its person's own contributions to datasets that
-- a grant lets them edit. Each edit that it stores is judged here, by the grants that are valid now: code that forgets to ask cannot store, submit or
-- merge anything else. It has no right on tables of layers. What a person edits by a role never comes here.

-- These functions bypass row-level security on purpose, so they run as the only role that may.
GRANT CREATE ON SCHEMA app TO archipel_system;
SET LOCAL ROLE archipel_system;

-- The valid grants of the caller that let a layer be edited.
CREATE OR REPLACE FUNCTION app.edit_grants(wanted uuid) RETURNS SETOF public.grants
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  -- A manager's look as a group, a community or an audience has no account, and shows what these may edit. Whatever writes needs an account.
  IF app.user_id() IS NULL AND nullif(current_setting('archipel.viewed_as', true), '') IS NULL THEN RETURN; END IF;
  RETURN QUERY SELECT g.* FROM app.lens_grants(wanted) g WHERE g.permission <> 'read';
END $$;

-- The valid grants of the caller that let something of a dataset be edited; null: of any dataset.
CREATE OR REPLACE FUNCTION app.edit_grants_on(dataset uuid, OUT id uuid, OUT dataset_id uuid) RETURNS SETOF record
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN QUERY SELECT j.id, j.dataset_id FROM app.judged_grants(dataset) j JOIN public.grants g ON g.id = j.id
    WHERE j.flaw IS NULL AND g.permission <> 'read' AND app.user_id() IS NOT NULL;
END $$;

-- The datasets that the caller may edit by grants, and those of the caller's own contributions by grants: what somebody drew stays theirs to see
-- after the grant ended.
CREATE OR REPLACE FUNCTION app.editor_datasets() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN (SELECT coalesce(array_agg(DISTINCT d.id), '{}') FROM (
    SELECT e.dataset_id AS id FROM app.edit_grants_on(NULL) e
    UNION ALL SELECT c.dataset_id FROM public.contributions c JOIN public.communities o ON o.id = c.community_id AND o.status = 'active'
      WHERE c.author_id = app.user_id() AND c.grant_ids <> '{}') d);
END $$;

-- Whether the caller edits something in a community by grants, or has.
CREATE OR REPLACE FUNCTION app.is_editor_in(community uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.datasets d WHERE d.community_id = community AND d.id = ANY (app.editor_datasets()));
END $$;

-- The first reason why the caller's grants do not allow a change of a layer; null: they do. Shapes are in Web Mercator.
--   grant    no grant lets the layer be edited
--   here     no part of the feature is in the area of one
--   column:… none whose area has a part of the feature gives this column
--   whole    shapes, new features and deletions need a grant of all columns
--   crosses  the feature, as it was, is not wholly in the areas of these
--   outside  the new shape is not
CREATE OR REPLACE FUNCTION app.judged_edit(wanted uuid, operation text, columns text[], is_drawn boolean, was public.geometry,
  becomes public.geometry, is_direct boolean) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = 'public' AS $$
DECLARE
  given public.grants;
  shown text[] := ARRAY(SELECT f ->> 'column' FROM public.layers l, jsonb_array_elements(l.fields) f
    WHERE l.id = wanted AND NOT coalesce((f ->> 'isHidden')::boolean, false));
  has_grant boolean := false;
  is_covered boolean := false;
  has_whole boolean := false;
  is_everywhere boolean := false;
  areas public.geometry[] := '{}';
  area public.geometry;
  allowed text[] := '{}';
  one text;
BEGIN
  FOR given IN SELECT * FROM app.edit_grants(wanted) g WHERE NOT is_direct OR g.permission = 'edit' LOOP
    has_grant := true;
    IF given.columns IS NULL THEN
      has_whole := true;
      is_everywhere := is_everywhere OR given.area_3857 IS NULL;
      areas := areas || given.area_3857;
    END IF;
    IF (operation = 'insert' AND given.columns IS NULL) OR given.area_3857 IS NULL
      OR coalesce(app.is_partly_in(was, given.area_3857), false) THEN
      is_covered := is_covered OR operation <> 'insert';
      allowed := allowed || coalesce(given.columns, shown);
    END IF;
  END LOOP;
  IF NOT has_grant THEN RETURN 'grant'; END IF;
  IF operation <> 'insert' AND NOT is_covered THEN RETURN 'here'; END IF;
  IF (operation <> 'update' OR is_drawn) AND NOT has_whole THEN RETURN 'whole'; END IF;
  FOREACH one IN ARRAY columns LOOP
    IF NOT (one = ANY (allowed) AND one = ANY (shown)) THEN RETURN 'column:' || one; END IF;
  END LOOP;
  IF (operation = 'update' AND NOT is_drawn) OR is_everywhere THEN RETURN NULL; END IF;
  area := CASE WHEN cardinality(areas) = 1 THEN areas[1] ELSE public.ST_Union(areas) END;
  IF operation <> 'insert' AND NOT coalesce(public.ST_Contains(area, was), false) THEN RETURN 'crosses'; END IF;
  IF operation <> 'delete' AND NOT coalesce(public.ST_Contains(area, becomes), false) THEN RETURN 'outside'; END IF;
  RETURN NULL;
END $$;

-- The same for a stored or new edit of a feature as it is now; of a deleted feature, as it last was. A new shape must not come from one that its editor
-- saw cut, so that the version that was seen (`base`) must lie inside too. A feature that the caller does not read has the same answer as one that
-- does not exist: `unseen`. `becomes` is in the CRS of the layer.
CREATE OR REPLACE FUNCTION app.edit_fault(wanted uuid, feature bigint, base integer, operation text, fields jsonb, is_drawn boolean,
  becomes public.geometry, is_direct boolean DEFAULT false) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = 'public' AS $$
DECLARE
  named text := (SELECT l.table_name FROM public.layers l WHERE l.id = wanted AND l.kind = 'vector' AND l.status = 'ready');
  was public.geometry;
  seen public.geometry;
  is_there boolean := false;
  version integer;
  changed text[] := ARRAY(SELECT jsonb_object_keys(fields));
  after public.geometry := public.ST_Transform(becomes, 3857);
  fault text;
  lens record;
BEGIN
  IF named IS NULL THEN RETURN 'grant'; END IF;
  IF operation <> 'insert' THEN
    EXECUTE format('SELECT true, geom_3857, version FROM layers.%I WHERE fid = $1', named) INTO is_there, was, version USING feature;
    IF is_there IS NULL THEN
      EXECUTE format('SELECT true, ST_Transform(geom, 3857) FROM layers.%I WHERE fid = $1 AND operation <> ''delete'' ORDER BY version DESC LIMIT 1',
        named || '_history') INTO is_there, was USING feature;
    END IF;
    IF is_there IS NULL THEN RETURN 'unseen'; END IF;
  END IF;
  fault := app.judged_edit(wanted, operation, changed, is_drawn, was, after, is_direct);
  IF fault IS NULL AND operation = 'update' AND is_drawn AND base IS DISTINCT FROM version THEN
    EXECUTE format('SELECT ST_Transform(geom, 3857) FROM layers.%I WHERE fid = $1 AND version = $2 AND operation <> ''delete''', named || '_history')
      INTO seen USING feature, base;
    fault := app.judged_edit(wanted, operation, changed, is_drawn, seen, after, is_direct);
  END IF;
  IF fault IN ('grant', 'here') AND operation <> 'insert' AND NOT app.can_read_layer(wanted) THEN
    SELECT * INTO lens FROM app.lens_shape(wanted);
    IF NOT lens.is_everywhere AND NOT coalesce(app.is_partly_in(was, lens.area), false) THEN RETURN 'unseen'; END IF;
  END IF;
  RETURN fault;
END $$;

-- Whether what a merge wrote of an edit is what its author may write without review: the feature's two versions are compared column by column, and
-- both shapes must lie inside. In the scope of the worker that merged, which names the author.
CREATE OR REPLACE FUNCTION app.is_merged_by_right(edit public.contribution_edits) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = 'public' AS $$
DECLARE
  named text;
  fields jsonb;
  before jsonb;
  after jsonb;
  was public.geometry;
  becomes public.geometry;
  did text;
  changed text[];
BEGIN
  SELECT l.table_name || '_history', l.fields INTO named, fields FROM public.layers l WHERE l.id = edit.layer_id;
  EXECUTE format('SELECT operation, to_jsonb(h.*) - ''geom'', geom FROM layers.%I h WHERE fid = $1 AND version = $2', named)
    INTO did, after, becomes USING edit.fid, edit.merged_version;
  IF did IS NULL THEN RETURN false; END IF;
  EXECUTE format('SELECT to_jsonb(h.*) - ''geom'', geom FROM layers.%I h WHERE fid = $1 AND version = $2 AND operation <> ''delete''', named)
    INTO before, was USING edit.fid, edit.merged_version - 1;
  IF did <> 'delete' THEN
    changed := ARRAY(SELECT f ->> 'column' FROM jsonb_array_elements(fields) f
      WHERE nullif(before -> (f ->> 'column'), 'null') IS DISTINCT FROM nullif(after -> (f ->> 'column'), 'null'));
  END IF;
  RETURN app.judged_edit(edit.layer_id, CASE WHEN before IS NULL THEN 'insert' ELSE did END, coalesce(changed, '{}'),
    did = 'update' AND public.ST_AsEWKB(was) IS DISTINCT FROM public.ST_AsEWKB(becomes), public.ST_Transform(was, 3857),
    public.ST_Transform(becomes, 3857), true) IS NULL;
END $$;

-- Guards contributions by grants against any writer. Their author submits only what the grants allow now, and changes nothing that is decided. They
-- are merged by a moderator of the community, or by their author if every change may be made without review.
CREATE OR REPLACE FUNCTION app.guard_granted() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = 'public' AS $$
DECLARE
  community text := coalesce(current_setting('archipel.community_id', true), '');
  decider_rank integer;
  is_right boolean;
BEGIN
  IF current_setting('role', true) = 'archipel_editor' THEN
    IF OLD.status IN ('merged', 'rejected', 'withdrawn') THEN
      RAISE EXCEPTION 'the contribution is decided' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.status = 'submitted' AND OLD.status <> 'submitted' AND EXISTS (SELECT FROM public.contribution_edits e WHERE e.contribution_id = NEW.id
      AND app.edit_fault(e.layer_id, e.fid, e.base_version, e.operation, e.fields, e.has_geometry, e.geom) IS NOT NULL) THEN
      RAISE EXCEPTION 'an edit is outside the grants of its author' USING ERRCODE = 'insufficient_privilege';
    END IF;
  END IF;
  IF NEW.status <> 'merged' OR OLD.status = 'merged' THEN RETURN NEW; END IF;
  SELECT app.role_rank(m.role) INTO decider_rank FROM public.memberships m
  WHERE m.community_id = NEW.community_id AND m.user_id = NEW.decided_by_id AND m.status = 'active';
  IF decider_rank >= app.role_rank(CASE WHEN NEW.decided_by_id = NEW.author_id THEN 'contributor' ELSE 'moderator' END) THEN RETURN NEW; END IF;
  is_right := NEW.author_id IS NOT NULL AND NEW.decided_by_id = NEW.author_id AND app.user_id() = NEW.author_id;
  IF is_right THEN
    -- Grants to a community count wherever the author is a member; with a key, in the community of the key.
    PERFORM set_config('archipel.community_id', coalesce((SELECT k.community_id FROM public.community_keys k WHERE k.id = app.key_id())::text, ''), true);
    is_right := NOT EXISTS (SELECT FROM public.contribution_edits e
      WHERE e.contribution_id = NEW.id AND e.merged_version IS NOT NULL AND NOT app.is_merged_by_right(e));
    PERFORM set_config('archipel.community_id', community, true);
  END IF;
  IF NOT coalesce(is_right, false) THEN
    RAISE EXCEPTION 'the grants of the author do not allow this merge' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

RESET ROLE;
REVOKE CREATE ON SCHEMA app FROM archipel_system;

CREATE OR REPLACE TRIGGER guard_granted BEFORE UPDATE ON contributions
  FOR EACH ROW WHEN (OLD.grant_ids <> '{}' OR NEW.grant_ids <> '{}') EXECUTE FUNCTION app.guard_granted();

-- The same queries ask for the territory of a member. This role may name the table, and no policy shows it a row.
GRANT SELECT ON memberships TO archipel_editor;
GRANT SELECT ON datasets, layers, edit_rules TO archipel_editor;
CREATE POLICY editor_read ON datasets FOR SELECT TO archipel_editor USING (id = ANY ((SELECT app.editor_datasets())::uuid[]));
CREATE POLICY editor_read ON layers FOR SELECT TO archipel_editor USING (dataset_id = ANY ((SELECT app.editor_datasets())::uuid[]));
CREATE POLICY editor_read ON edit_rules FOR SELECT TO archipel_editor USING (dataset_id = ANY ((SELECT app.editor_datasets())::uuid[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON contributions TO archipel_editor;
CREATE POLICY editor_read ON contributions FOR SELECT TO archipel_editor
  USING (author_id = (SELECT app.user_id()) AND origin <> 'report' AND dataset_id = ANY ((SELECT app.editor_datasets())::uuid[]));
CREATE POLICY editor_insert ON contributions FOR INSERT TO archipel_editor
  WITH CHECK (author_id = (SELECT app.user_id()) AND origin IN ('editor', 'import', 'api') AND status IN ('draft', 'submitted') AND decided_by_id IS NULL
    AND grant_ids <> '{}' AND grant_ids <@ ARRAY(SELECT e.id FROM app.edit_grants_on(dataset_id) e)
    AND EXISTS (SELECT FROM datasets d WHERE d.id = dataset_id AND d.community_id = contributions.community_id));
CREATE POLICY editor_update ON contributions FOR UPDATE TO archipel_editor
  USING (author_id = (SELECT app.user_id()) AND origin <> 'report' AND dataset_id = ANY ((SELECT app.editor_datasets())::uuid[]))
  WITH CHECK (author_id = (SELECT app.user_id()) AND origin IN ('editor', 'import', 'api') AND grant_ids <> '{}' AND decided_by_id IS NULL
    AND status IN ('draft', 'submitted', 'changes-requested', 'conflicting', 'withdrawn')
    AND EXISTS (SELECT FROM datasets d WHERE d.id = dataset_id AND d.community_id = contributions.community_id));
CREATE POLICY editor_delete ON contributions FOR DELETE TO archipel_editor
  USING (author_id = (SELECT app.user_id()) AND origin <> 'report' AND status = 'draft');

GRANT SELECT, INSERT, UPDATE, DELETE ON contribution_edits TO archipel_editor;
GRANT USAGE ON SEQUENCE contribution_edits_position_seq TO archipel_editor;
CREATE POLICY editor_read ON contribution_edits FOR SELECT TO archipel_editor
  USING (EXISTS (SELECT FROM contributions c WHERE c.id = contribution_id));
CREATE POLICY editor_insert ON contribution_edits FOR INSERT TO archipel_editor
  WITH CHECK (merged_version IS NULL AND EXISTS (SELECT FROM contributions c JOIN layers l ON l.dataset_id = c.dataset_id
      WHERE c.id = contribution_id AND l.id = layer_id AND c.community_id = contribution_edits.community_id AND c.status NOT IN ('merged', 'rejected', 'withdrawn'))
    AND app.edit_fault(layer_id, fid, base_version, operation, fields, has_geometry, geom) IS NULL);
CREATE POLICY editor_update ON contribution_edits FOR UPDATE TO archipel_editor
  USING (merged_version IS NULL AND EXISTS (SELECT FROM contributions c WHERE c.id = contribution_id AND c.status NOT IN ('merged', 'rejected', 'withdrawn')))
  WITH CHECK (merged_version IS NULL AND EXISTS (SELECT FROM contributions c JOIN layers l ON l.dataset_id = c.dataset_id
      WHERE c.id = contribution_id AND l.id = layer_id AND c.community_id = contribution_edits.community_id AND c.status NOT IN ('merged', 'rejected', 'withdrawn'))
    AND app.edit_fault(layer_id, fid, base_version, operation, fields, has_geometry, geom) IS NULL);
CREATE POLICY editor_delete ON contribution_edits FOR DELETE TO archipel_editor
  USING (merged_version IS NULL AND EXISTS (SELECT FROM contributions c WHERE c.id = contribution_id AND c.status NOT IN ('merged', 'rejected', 'withdrawn')));

GRANT SELECT ON contribution_reviews TO archipel_editor;
CREATE POLICY editor_read ON contribution_reviews FOR SELECT TO archipel_editor
  USING (EXISTS (SELECT FROM contributions c WHERE c.id = contribution_id));
GRANT SELECT, INSERT ON contribution_comments TO archipel_editor;
CREATE POLICY editor_read ON contribution_comments FOR SELECT TO archipel_editor
  USING (EXISTS (SELECT FROM contributions c WHERE c.id = contribution_id));
CREATE POLICY editor_insert ON contribution_comments FOR INSERT TO archipel_editor
  WITH CHECK (author_id = (SELECT app.user_id())
    AND EXISTS (SELECT FROM contributions c WHERE c.id = contribution_id AND c.community_id = contribution_comments.community_id));
