-- Grants. Managers, and those of an organisation that the community lets do so, give and revoke grants of the community's data; nobody deletes one.
-- Callers learn of theirs by the functions below.
--
-- Reading through a grant has a role of its own, archipel_lens, which only code that applies the grant takes (modules/access/lens). It reads
-- layers' own tables, never their history, generalised tables or quality: policies here and in layer-table.ts. Everything else runs as
-- archipel_app, for which grants change nothing.

GRANT SELECT, INSERT, UPDATE ON grants TO archipel_app;
CREATE POLICY app_read ON grants FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager') || app.delegated('grants'))::uuid[]));
CREATE POLICY app_insert ON grants FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager') || app.delegated('grants'))::uuid[])
    AND EXISTS (SELECT FROM datasets d WHERE d.id = dataset_id AND d.community_id = grants.community_id)
    AND (layer_id IS NULL OR EXISTS (SELECT FROM layers l WHERE l.id = layer_id AND l.dataset_id = grants.dataset_id))
    AND (subject_group_id IS NULL OR EXISTS (SELECT FROM groups s WHERE s.id = subject_group_id AND s.community_id = grants.community_id)));
CREATE POLICY app_update ON grants FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager') || app.delegated('grants'))::uuid[]))
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager') || app.delegated('grants'))::uuid[])
    AND EXISTS (SELECT FROM datasets d WHERE d.id = dataset_id AND d.community_id = grants.community_id)
    AND (layer_id IS NULL OR EXISTS (SELECT FROM layers l WHERE l.id = layer_id AND l.dataset_id = grants.dataset_id))
    AND (subject_group_id IS NULL OR EXISTS (SELECT FROM groups s WHERE s.id = subject_group_id AND s.community_id = grants.community_id)));

-- Written by the platform, because a stranger sees nothing of a community.
GRANT SELECT, UPDATE ON access_requests TO archipel_app;
CREATE POLICY app_read ON access_requests FOR SELECT TO archipel_app
  USING (user_id = (SELECT app.user_id()) OR community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_update ON access_requests FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]))
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

-- These functions bypass row-level security on purpose, so they run as the only role that may.
GRANT CREATE ON SCHEMA app TO archipel_system;
SET LOCAL ROLE archipel_system;

-- The datasets that the transaction is about, if it needs no other; null otherwise.
CREATE OR REPLACE FUNCTION app.about() RETURNS uuid[] LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN string_to_array(nullif(current_setting('archipel.about', true), ''), '_')::uuid[];
END $$;

-- The grants whose subject is the caller, with the first condition that each fails; null: it is valid. `about`: only those on this dataset. A key
-- of a community acts for the community alone, so grants to its maker, or to groups and organisations of its maker, do not count. A role is held
-- as `communities_as` says: a key or a missing second factor lowers it. The lens and the explanation of a refusal both come from here. Each kind of
-- subject is looked up by its own index. Of grants to an audience, only those that are not over: nobody learns what was open to all.
DROP FUNCTION IF EXISTS app.judged_grants();
CREATE OR REPLACE FUNCTION app.judged_grants(about uuid DEFAULT NULL, OUT id uuid, OUT dataset_id uuid, OUT layer_id uuid, OUT flaw text,
  OUT since timestamptz, OUT layer_title text, OUT area_name text) RETURNS SETOF record
-- One plan for all callers: to plan so many branches again for each takes ten times as long as to run them.
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  caller uuid := app.user_id();
  key uuid := app.key_id();
  communities uuid[] := '{}';
  audiences text[] := ARRAY['everyone', 'signed-in'];
  among uuid[] := app.about();
  -- A manager's look as a subject that is no person, `group_<id>`, `organisation_<id>` or `community_<id>_<role>`: its grants, and those to every account.
  viewed text[] := string_to_array(nullif(current_setting('archipel.viewed_as', true), ''), '_');
  viewed_group uuid := CASE viewed[1] WHEN 'group' THEN viewed[2]::uuid END;
  viewed_organisation uuid := CASE viewed[1] WHEN 'organisation' THEN viewed[2]::uuid END;
  viewed_community uuid := CASE viewed[1] WHEN 'community' THEN viewed[2]::uuid END;
BEGIN
  -- A suspended account counts as a visitor.
  IF viewed IS NOT NULL THEN
    caller := NULL;
    key := NULL;
    IF viewed[1] = 'everyone' THEN audiences := ARRAY['everyone']; END IF;
  ELSIF NOT EXISTS (SELECT FROM public.users u WHERE u.id = caller AND u.status = 'active') THEN
    caller := NULL;
    key := NULL;
    audiences := ARRAY['everyone'];
  ELSE
    communities := app.communities_as('member');
  END IF;
  RETURN QUERY
    SELECT g.id, g.dataset_id, g.layer_id, CASE
        WHEN g.revoked_at IS NOT NULL THEN 'revoked'
        WHEN g.valid_until <= now() THEN 'ended'
        WHEN g.valid_from > now() THEN 'not-begun'
        WHEN c.status <> 'active' THEN 'community-closed'
        WHEN d.status <> 'published' THEN 'unpublished' END,
      CASE WHEN g.revoked_at IS NOT NULL THEN g.revoked_at WHEN g.valid_until <= now() THEN g.valid_until WHEN g.valid_from > now() THEN g.valid_from END,
      l.title, g.area_name
    FROM (
      SELECT o.* FROM public.grants o WHERE o.user_id = caller AND key IS NULL
      UNION ALL SELECT o.* FROM public.group_members m JOIN public.groups s ON s.id = m.group_id AND s.erase_at IS NULL
        JOIN public.grants o ON o.subject_group_id = m.group_id WHERE m.user_id = caller AND key IS NULL
      UNION ALL SELECT o.* FROM public.organisation_members m JOIN public.grants o ON o.subject_organisation_id = m.organisation_id
        WHERE m.user_id = caller AND key IS NULL
      UNION ALL SELECT o.* FROM public.grants o WHERE o.subject_community_id = ANY (communities)
        AND (o.subject_role IS NULL OR o.subject_community_id = ANY (app.communities_as(o.subject_role)))
      UNION ALL SELECT o.* FROM public.community_keys k JOIN public.grants o ON o.subject_key_id = k.id
        WHERE k.id = key AND k.revoked_at IS NULL AND k.community_id = ANY (communities)
      UNION ALL SELECT o.* FROM public.grants o WHERE o.subject_group_id = viewed_group
      UNION ALL SELECT o.* FROM public.grants o WHERE o.subject_organisation_id = viewed_organisation
      UNION ALL SELECT o.* FROM public.grants o WHERE o.subject_community_id = viewed_community
        AND (o.subject_role IS NULL OR app.role_rank(o.subject_role) <= app.role_rank(viewed[3]))
      -- Two branches, so that each has its index in a plan that is kept for any `about`.
      UNION ALL SELECT o.* FROM public.grants o WHERE o.audience = ANY (audiences) AND o.revoked_at IS NULL
        AND (o.valid_until IS NULL OR o.valid_until > now()) AND o.dataset_id = about
      UNION ALL SELECT o.* FROM public.grants o WHERE o.audience = ANY (audiences) AND o.revoked_at IS NULL
        AND (o.valid_until IS NULL OR o.valid_until > now()) AND about IS NULL) g
      JOIN public.datasets d ON d.id = g.dataset_id JOIN public.communities c ON c.id = g.community_id
      LEFT JOIN public.layers l ON l.id = g.layer_id
    WHERE (about IS NULL OR g.dataset_id = about) AND (among IS NULL OR g.dataset_id = ANY (among));
END $$;

-- The dataset of a layer, for callers who have or had a grant on the dataset; null for all others.
CREATE OR REPLACE FUNCTION app.known_dataset_of(wanted uuid) RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN (SELECT l.dataset_id FROM public.layers l WHERE l.id = wanted AND l.status = 'ready'
    AND l.dataset_id IN (SELECT j.dataset_id FROM app.judged_grants() j));
END $$;

-- The same of a file.
CREATE OR REPLACE FUNCTION app.known_dataset_of_file(wanted uuid) RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN (SELECT a.dataset_id FROM public.dataset_attachments a WHERE a.id = wanted
    AND a.dataset_id IN (SELECT j.dataset_id FROM app.judged_grants() j));
END $$;

-- What the caller's grants open; as noted in this transaction, if `granted_parts` was asked.
CREATE OR REPLACE FUNCTION app.granted_datasets() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF app.are_parts_noted() THEN RETURN current_setting('archipel.granted_datasets')::uuid[]; END IF;
  RETURN (SELECT coalesce(array_agg(DISTINCT j.dataset_id), '{}') FROM app.judged_grants() j WHERE j.flaw IS NULL);
END $$;
CREATE OR REPLACE FUNCTION app.granted_layers() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF app.are_parts_noted() THEN RETURN current_setting('archipel.granted_layers')::uuid[]; END IF;
  RETURN (SELECT coalesce(array_agg(DISTINCT l.id), '{}') FROM app.judged_grants() j
    JOIN public.layers l ON l.dataset_id = j.dataset_id AND (j.layer_id IS NULL OR l.id = j.layer_id)
    WHERE j.flaw IS NULL AND l.status = 'ready' AND l.kind = 'vector');
END $$;
CREATE OR REPLACE FUNCTION app.are_parts_noted() RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN coalesce(current_setting('archipel.granted_by', true) = app.lens_of_whom(NULL), false);
END $$;

-- What the caller's grants open, layer by layer: which grants, whether one has no area, and the box of what they open in degrees, empty if
-- unknown. For lists of many datasets: it notes the ids, because each policy of a list would judge all grants again.
CREATE OR REPLACE FUNCTION app.granted_parts(OUT layer_id uuid, OUT dataset_id uuid, OUT grant_ids uuid[], OUT is_everywhere boolean,
  OUT bbox double precision[]) RETURNS SETOF record
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = 'public' AS $$
DECLARE
  valid uuid[];
  datasets uuid[];
  layers uuid[] := '{}';
BEGIN
  SELECT array_agg(j.id), coalesce(array_agg(DISTINCT j.dataset_id), '{}') INTO valid, datasets FROM app.judged_grants() j WHERE j.flaw IS NULL;
  FOR layer_id, dataset_id, grant_ids, is_everywhere, bbox IN
    SELECT l.id, l.dataset_id, array_agg(g.id ORDER BY g.id), bool_or(g.area IS NULL),
      CASE WHEN bool_or(g.area IS NULL) THEN l.bbox
        ELSE ARRAY[min(ST_XMin(g.area)), min(ST_YMin(g.area)), max(ST_XMax(g.area)), max(ST_YMax(g.area))] END
    FROM public.grants g JOIN public.layers l ON l.dataset_id = g.dataset_id AND (g.layer_id IS NULL OR l.id = g.layer_id)
    WHERE g.id = ANY (valid) AND l.status = 'ready' AND l.kind = 'vector' GROUP BY l.id
  LOOP
    layers := layers || layer_id;
    RETURN NEXT;
  END LOOP;
  PERFORM set_config('archipel.granted_by', app.lens_of_whom(NULL), true), set_config('archipel.granted_datasets', datasets::text, true),
    set_config('archipel.granted_layers', layers::text, true);
END $$;

-- The datasets that a grant opens whole: everywhere, all their layers, all columns. Only these give their files too, because nothing cuts a file.
CREATE OR REPLACE FUNCTION app.granted_whole() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN (SELECT coalesce(array_agg(DISTINCT j.dataset_id), '{}') FROM app.judged_grants() j JOIN public.grants g ON g.id = j.id
    WHERE j.flaw IS NULL AND g.layer_id IS NULL AND g.columns IS NULL AND g.area IS NULL);
END $$;

-- The datasets of which grants of the caller give everything inside areas (all layers, all columns), and nothing everywhere: their rasters are read
-- there, and cut by who reads them (modules/access/file-parts). No policy shows these files: a path that forgets to cut one stays closed.
CREATE OR REPLACE FUNCTION app.granted_in_areas(OUT dataset_id uuid, OUT grant_ids uuid[], OUT is_for_everyone boolean) RETURNS SETOF record
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN QUERY
    SELECT j.dataset_id, array_agg(g.id ORDER BY g.id), bool_and(g.audience IS NOT DISTINCT FROM 'everyone')
    FROM app.judged_grants() j JOIN public.grants g ON g.id = j.id
    WHERE j.flaw IS NULL AND g.layer_id IS NULL AND g.columns IS NULL
      AND (NOT app.is_confined() OR coalesce(j.dataset_id = ANY (app.reach('datasets')), false))
    GROUP BY j.dataset_id HAVING NOT bool_or(g.area IS NULL);
END $$;

-- The datasets of whose files the caller's grants open something.
CREATE OR REPLACE FUNCTION app.granted_file_datasets() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN (SELECT coalesce(array_agg(DISTINCT j.dataset_id), '{}') FROM app.judged_grants() j JOIN public.grants g ON g.id = j.id
    WHERE j.flaw IS NULL AND g.layer_id IS NULL AND g.columns IS NULL
      AND (NOT app.is_confined() OR coalesce(j.dataset_id = ANY (app.reach('datasets')), false)));
END $$;

-- Rasters in a box of degrees that have a part in these areas. Their sides are those of the part: the others would say where data lie elsewhere.
CREATE OR REPLACE FUNCTION app.rasters_in_areas(box double precision[], OUT dataset_id uuid, OUT grant_ids uuid[], OUT is_for_everyone boolean,
  OUT path text, OUT file_name text, OUT "position" integer, OUT created_at timestamptz, OUT object_key text, OUT raster jsonb,
  OUT has_model boolean, OUT product text, OUT vertical_srid integer,
  OUT west double precision, OUT south double precision, OUT east double precision, OUT north double precision) RETURNS SETOF record
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = 'public' AS $$
BEGIN
  RETURN QUERY
    WITH parts AS MATERIALIZED (
      SELECT p.dataset_id, p.grant_ids, p.is_for_everyone,
        (SELECT ST_Union(g.area_3857) FROM public.grants g WHERE g.id = ANY (p.grant_ids)) AS area
      FROM app.granted_in_areas() p),
    files AS MATERIALIZED (
      SELECT p.dataset_id, p.grant_ids, p.is_for_everyone, p.area, a.path, a.file_name, a.position, a.created_at, a.object_key, a.raster, a.layer_id,
        (SELECT ST_ConvexHull(ST_Collect(ST_SetSRID(ST_MakePoint((corner->>0)::float8, (corner->>1)::float8), 4326)))
          FROM jsonb_array_elements(a.raster->'footprint') AS corner) AS ground
      FROM parts p JOIN public.dataset_attachments a ON a.dataset_id = p.dataset_id AND jsonb_typeof(a.raster->'footprint') = 'array')
    SELECT f.dataset_id, f.grant_ids, f.is_for_everyone, f.path, f.file_name, f.position, f.created_at, f.object_key, f.raster,
      m.layer_id IS NOT NULL, m.product, m.vertical_srid, ST_XMin(c.part), ST_YMin(c.part), ST_XMax(c.part), ST_YMax(c.part)
    FROM files f LEFT JOIN public.elevation_models m ON m.layer_id = f.layer_id
      CROSS JOIN LATERAL (
        SELECT ST_Transform(ST_Envelope(ST_CollectionExtract(ST_Intersection(ST_Transform(f.ground, 3857), f.area), 3)), 4326) AS part) c
    WHERE f.ground && ST_MakeEnvelope(box[1], box[2], box[3], box[4], 4326) AND NOT ST_IsEmpty(c.part);
END $$;

-- What the caller's grants give of the files of a dataset: one row without grants if all of them, one with the grants whose areas cut them, or none.
CREATE OR REPLACE FUNCTION app.granted_files(about uuid, OUT grant_ids uuid[], OUT is_for_everyone boolean) RETURNS SETOF record
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF app.is_confined() AND NOT coalesce(about = ANY (app.reach('datasets')), false) THEN RETURN; END IF;
  RETURN QUERY
    SELECT CASE WHEN bool_or(g.area IS NULL) THEN NULL ELSE array_agg(g.id ORDER BY g.id) END, bool_and(g.audience IS NOT DISTINCT FROM 'everyone')
    FROM app.judged_grants(about) j JOIN public.grants g ON g.id = j.id
    WHERE j.flaw IS NULL AND g.layer_id IS NULL AND g.columns IS NULL HAVING count(*) > 0;
END $$;

-- The valid grants of the caller on a layer.
CREATE OR REPLACE FUNCTION app.lens_grants(wanted uuid) RETURNS SETOF public.grants
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  dataset uuid := (SELECT l.dataset_id FROM public.layers l WHERE l.id = wanted AND l.status = 'ready' AND l.kind = 'vector');
BEGIN
  IF dataset IS NULL OR (app.is_confined() AND NOT coalesce(wanted = ANY (app.reach('layers')), false)) THEN RETURN; END IF;
  RETURN QUERY SELECT g.* FROM app.judged_grants(dataset) j JOIN public.grants g ON g.id = j.id
    WHERE j.flaw IS NULL AND (j.layer_id IS NULL OR j.layer_id = wanted);
END $$;

-- The box that the transaction reads, in whole metres of Web Mercator, if it reads only one; null otherwise.
CREATE OR REPLACE FUNCTION app.near() RETURNS public.geometry LANGUAGE plpgsql STABLE AS $$
DECLARE
  sides float8[] := string_to_array(nullif(current_setting('archipel.near', true), ''), '_');
BEGIN
  RETURN public.ST_MakeEnvelope(sides[1], sides[2], sides[3], sides[4], 3857);
END $$;

-- Ends the transaction unless these are the caller's valid grants on a layer, in order: what a grant gives never changes, so the same ids are
-- the same lens. The layer is noted as one that the caller may know of. If the transaction reads only one box, the part of the areas in it is
-- noted too, with a rectangle in which every shape is seen whole: each policy and query would compute them again.
CREATE OR REPLACE FUNCTION app.note_lens(wanted uuid, ids uuid[]) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = 'public' AS $$
DECLARE
  near public.geometry;
  valid uuid[];
  insides public.geometry[];
  inside public.geometry;
  area public.geometry;
BEGIN
  SELECT array_agg(g.id ORDER BY g.id) INTO valid FROM app.lens_grants(wanted) g;
  IF valid IS NULL OR valid IS DISTINCT FROM ids THEN RAISE EXCEPTION 'the grants on this layer are others now' USING ERRCODE = 'LN001'; END IF;
  PERFORM app.note_entered(wanted);
  near := app.near();
  IF near IS NULL THEN RETURN; END IF;
  SELECT array_agg(coalesce(g.inner_3857, public.ST_MakeEnvelope(-1e30, -1e30, 1e30, 1e30, 3857)) ORDER BY public.ST_Area(g.inner_3857) DESC NULLS FIRST)
    INTO insides FROM public.grants g WHERE g.id = ANY (ids);
  inside := insides[1];
  IF near OPERATOR(public.@) inside THEN
    area := inside;
  ELSE
    SELECT public.ST_Union(public.ST_CollectionExtract(public.ST_MakeValid(public.ST_ClipByBox2D(g.area_3857, near::public.box2d)), 3)) INTO area
      FROM public.grants g WHERE g.id = ANY (ids) AND g.area_3857 OPERATOR(public.&&) near;
    IF public.ST_Contains(area, near) THEN inside := near; END IF;
  END IF;
  PERFORM set_config('archipel.lens', app.lens_of_whom(wanted), true), set_config('archipel.lens_grants', ids::text, true),
    set_config('archipel.lens_area', coalesce(area::text, ''), true), set_config('archipel.lens_inside', inside::text, true);
END $$;

-- Ends the transaction if the caller may read the whole layer: a process remembers for a while who reads a layer through grants alone.
CREATE OR REPLACE FUNCTION app.refuse_whole(wanted uuid) RETURNS void LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF app.can_read_layer(wanted) THEN RAISE EXCEPTION 'the whole layer is open to the caller now' USING ERRCODE = 'LN001'; END IF;
END $$;

CREATE OR REPLACE FUNCTION app.lens_of_whom(wanted uuid) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN concat_ws(' ', wanted, current_setting('archipel.user_id', true), current_setting('archipel.community_id', true),
    current_setting('archipel.key_id', true), current_setting('archipel.at_most', true), current_setting('archipel.about', true), current_setting('archipel.second_step', true),
    nullif(current_setting('archipel.viewed_as', true), ''));
END $$;
-- The valid grants of the caller on a layer; if there are some, the layer is noted as one that the caller may know of.
CREATE OR REPLACE FUNCTION app.enter_lens(wanted uuid) RETURNS SETOF public.grants
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN QUERY SELECT * FROM app.lens_grants(wanted);
  IF FOUND THEN PERFORM app.note_entered(wanted); END IF;
END $$;
-- The functions above ask whether the caller may know of the layer. Who could call this one could as well write the settings.
CREATE OR REPLACE FUNCTION app.note_entered(wanted uuid) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM set_config('archipel.entered', app.lens_of_whom(wanted), true), set_config('archipel.entered_layer', wanted::text, true),
    set_config('archipel.entered_dataset', (SELECT l.dataset_id FROM public.layers l WHERE l.id = wanted)::text, true);
END $$;
CREATE OR REPLACE FUNCTION app.entered(OUT layer uuid, OUT dataset uuid) RETURNS record LANGUAGE plpgsql STABLE AS $$
BEGIN
  layer := nullif(current_setting('archipel.entered_layer', true), '')::uuid;
  IF layer IS NULL OR current_setting('archipel.entered', true) IS DISTINCT FROM app.lens_of_whom(layer) THEN
    layer := NULL;
    RETURN;
  END IF;
  dataset := current_setting('archipel.entered_dataset')::uuid;
END $$;
-- Whether the caller's lens on a layer is noted, for these grants or, with null, for all.
CREATE OR REPLACE FUNCTION app.is_noted(wanted uuid, among uuid[]) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN current_setting('archipel.lens', true) = app.lens_of_whom(wanted) AND (among IS NULL OR current_setting('archipel.lens_grants', true) = among::text);
END $$;

-- The areas of the valid grants as one, and whether one of them has no area. `among`: only these grants; null: all of them. A grant that is no longer
-- valid counts for nothing, even if a caller names it. A noted area is only what is in the box that the transaction reads.
CREATE OR REPLACE FUNCTION app.lens_shape(wanted uuid, among uuid[] DEFAULT NULL, OUT area public.geometry, OUT is_everywhere boolean) RETURNS record
LANGUAGE plpgsql STABLE COST 100000 SECURITY DEFINER SET search_path = 'public' AS $$
DECLARE
  areas public.geometry[];
BEGIN
  IF app.is_noted(wanted, among) THEN
    area := nullif(current_setting('archipel.lens_area'), '')::public.geometry;
    is_everywhere := false;
    RETURN;
  END IF;
  SELECT array_agg(g.area_3857) FILTER (WHERE g.area_3857 IS NOT NULL), coalesce(bool_or(g.area_3857 IS NULL), false) INTO areas, is_everywhere
    FROM app.lens_grants(wanted) g WHERE among IS NULL OR g.id = ANY (among);
  area := CASE WHEN cardinality(areas) = 1 THEN areas[1] ELSE public.ST_Union(areas) END;
END $$;
CREATE OR REPLACE FUNCTION app.lens_area(wanted uuid, among uuid[] DEFAULT NULL) RETURNS public.geometry
LANGUAGE plpgsql STABLE COST 100000 AS $$
BEGIN
  RETURN (SELECT s.area FROM app.lens_shape(wanted, among) s);
END $$;

-- A rectangle in which every shape is seen whole: all the world if a grant has no area, else the largest that is stored with a grant.
CREATE OR REPLACE FUNCTION app.lens_inside(wanted uuid, among uuid[] DEFAULT NULL) RETURNS public.geometry
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = 'public' AS $$
BEGIN
  IF app.is_noted(wanted, among) THEN RETURN current_setting('archipel.lens_inside')::public.geometry; END IF;
  RETURN (SELECT coalesce(g.inner_3857, public.ST_MakeEnvelope(-1e30, -1e30, 1e30, 1e30, 3857)) FROM app.lens_grants(wanted) g
    WHERE among IS NULL OR g.id = ANY (among) ORDER BY public.ST_Area(g.inner_3857) DESC NULLS FIRST, g.id LIMIT 1);
END $$;

-- Whether a shape has a part inside an area; touching it from outside does not count. ST_Contains, ST_Intersects and ST_ContainsProperly keep a prepared
-- area from call to call; ST_Relate does not, so it is asked last: only for shapes on the border of which three vertices do not decide.
CREATE OR REPLACE FUNCTION app.is_partly_in(shape public.geometry, area public.geometry) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 5000 AS $$
DECLARE
  vertices public.geometry;
  many integer;
BEGIN
  IF public.ST_Contains(area, shape) THEN RETURN true; END IF;
  IF NOT public.ST_Intersects(area, shape) THEN RETURN false; END IF;
  vertices := public.ST_Points(shape);
  many := public.ST_NumGeometries(vertices);
  RETURN public.ST_ContainsProperly(area, public.ST_GeometryN(vertices, 1))
    OR public.ST_ContainsProperly(area, public.ST_GeometryN(vertices, 1 + many / 3))
    OR public.ST_ContainsProperly(area, public.ST_GeometryN(vertices, 1 + 2 * many / 3))
    OR public.ST_Relate(area, shape, 'T********');
END $$;

-- A shape cut to an area. A point that a polygon shares with the area is no part of it: only what has the dimension of the shape stays. Of a large
-- area, only what is around the shape takes part; a shape that crosses itself cannot be cut before it is made valid.
CREATE OR REPLACE FUNCTION app.cut_to(area public.geometry, shape public.geometry) RETURNS public.geometry
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 20000 AS $$
DECLARE
  around public.box2d := public.ST_Expand(public.box2d(shape), 10);
BEGIN
  IF public.ST_Contains(area, shape) THEN RETURN shape; END IF;
  RETURN public.ST_CollectionExtract(
    public.ST_Intersection(public.ST_MakeValid(shape), public.ST_MakeValid(public.ST_ClipByBox2D(area, around))), public.ST_Dimension(shape) + 1);
END $$;

-- The policy of a layer's own table, for layer-table.ts and for the tables below. Each sub-query runs at most once per statement, and only when
-- a row needs it: inside the rectangle, the first one alone. The second one says whether a grant has no area for rows without a place.
CREATE OR REPLACE FUNCTION app.lens_condition(layer uuid) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT format('geom_3857 @ (SELECT app.lens_inside(%1$L::uuid)) OR EXISTS (
    WITH lens AS MATERIALIZED (SELECT s.area, s.is_everywhere FROM app.lens_shape(%1$L::uuid) s)
    SELECT FROM lens WHERE lens.is_everywhere OR ST_Contains(lens.area, geom_3857)
      OR (ST_Intersects(lens.area, geom_3857) AND app.is_partly_in(geom_3857, lens.area)))', layer)
$$;

GRANT SELECT ON app.public_communities TO archipel_lens;

RESET ROLE;
REVOKE CREATE ON SCHEMA app FROM archipel_system;

-- What the lens reads of the catalogue.
GRANT SELECT ON datasets, layers, portals, portal_datasets TO archipel_lens;
CREATE POLICY lens_read ON datasets FOR SELECT TO archipel_lens
  USING (id = (SELECT e.dataset FROM app.entered() e) OR id = ANY ((SELECT app.granted_datasets())::uuid[]));
CREATE POLICY lens_read ON layers FOR SELECT TO archipel_lens
  USING (id = (SELECT e.layer FROM app.entered() e) OR id = ANY ((SELECT app.granted_layers())::uuid[]));
CREATE POLICY lens_read ON portals FOR SELECT TO archipel_lens
  USING ((status = 'live' OR id = (SELECT app.pass_to())) AND community_id <> ALL ((SELECT app.suspended_communities())::uuid[]));
CREATE POLICY lens_read ON portal_datasets FOR SELECT TO archipel_lens USING (EXISTS (SELECT FROM portals p WHERE p.id = portal_id));
GRANT SELECT ON app.portal_catalogue TO archipel_lens;
-- The same queries read these for people who see everything. The lens may name them, and no policy shows it a row.
GRANT SELECT ON communities, layer_revisions, quality_sheets TO archipel_lens;
-- Documents, pictures and rasters of heights, of datasets that are open whole.
GRANT SELECT ON dataset_attachments, elevation_models TO archipel_lens;
CREATE POLICY lens_read ON dataset_attachments FOR SELECT TO archipel_lens USING (dataset_id = ANY ((SELECT app.granted_whole())::uuid[]));
CREATE POLICY lens_read ON elevation_models FOR SELECT TO archipel_lens USING (EXISTS (SELECT FROM dataset_attachments a WHERE a.layer_id = elevation_models.layer_id));

-- Tables of layers that were made before there were grants, or with an older condition; new ones get it from layer-table.ts. A layer's own table
-- has `geom_3857`, those beside it have another name or lack the column.
DO $$
DECLARE
  one record;
BEGIN
  FOR one IN
    SELECT c.relname AS name, regexp_replace(substr(c.relname, 3), '(.{8})(.{4})(.{4})(.{4})(.{12})', '\1-\2-\3-\4-\5')::uuid AS layer, c.relowner::regrole AS owner
    FROM pg_class c WHERE c.relnamespace = 'layers'::regnamespace AND c.relkind = 'r' AND c.relname ~ '^l_[0-9a-f]{32}$'
      AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'geom_3857' AND NOT a.attisdropped)
      AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'lens_read'
        AND pg_get_expr(p.polqual, p.polrelid) LIKE '%app.lens_shape(%')
  LOOP
    EXECUTE format('SET LOCAL ROLE %s', one.owner);
    EXECUTE format('GRANT SELECT ON layers.%I TO archipel_lens', one.name);
    EXECUTE format('DROP POLICY IF EXISTS lens_read ON layers.%I', one.name);
    EXECUTE format('CREATE POLICY lens_read ON layers.%I FOR SELECT TO archipel_lens USING (%s)', one.name, app.lens_condition(one.layer));
    RESET ROLE;
  END LOOP;
END $$;
-- Older conditions named it.
DROP FUNCTION IF EXISTS app.lens_inner(uuid);
DROP FUNCTION IF EXISTS app.lens_is_everywhere(uuid, uuid[]);
DROP FUNCTION IF EXISTS app.lens_ids(uuid);
