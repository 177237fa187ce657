-- Reports (signalements): located remarks, from what a visitor sends to what moderators make of it.

-- Where a moderator works; null is everywhere. EPSG:4326.
ALTER TABLE memberships ADD COLUMN territory geometry(MultiPolygon, 4326);
CREATE INDEX memberships_territory_idx ON memberships USING gist (territory);

-- Who may report on a portal's map.
ALTER TABLE portals ADD COLUMN reporting text NOT NULL DEFAULT 'signed-in'
  CHECK (reporting IN ('everyone', 'signed-in', 'members', 'nobody'));

-- Words and active states of the workflow as a community wants them (contracts/reports.ts, `reportSettings`).
CREATE TABLE report_settings (
  community_id uuid PRIMARY KEY REFERENCES communities ON DELETE CASCADE,
  statuses jsonb NOT NULL DEFAULT '{}',
  days_to_answer integer NOT NULL DEFAULT 30 CHECK (days_to_answer BETWEEN 1 AND 365)
);

-- A theme and its form (contracts/reports.ts, `reportField`). A retired theme keeps its reports.
CREATE TABLE report_themes (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  name jsonb NOT NULL,
  help jsonb NOT NULL DEFAULT '{}',
  fields jsonb NOT NULL DEFAULT '[]',
  -- Portals that offer it; empty: all of the community's.
  portal_ids uuid[] NOT NULL DEFAULT '{}',
  -- Who is asked first, whatever the place.
  moderator_ids uuid[] NOT NULL DEFAULT '{}',
  position integer NOT NULL DEFAULT 0,
  is_active boolean NOT NULL DEFAULT true,
  UNIQUE (id, community_id)
);
CREATE INDEX report_themes_community_id_idx ON report_themes (community_id, position);

CREATE TABLE reports (
  id uuid PRIMARY KEY,
  -- Made by the sender and told to nobody: what is sent twice is one report, and only who sent it is answered as its sender.
  request_id uuid NOT NULL UNIQUE,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  -- Counted up within the community: what people call it by.
  number integer NOT NULL,
  portal_id uuid REFERENCES portals ON DELETE SET NULL,
  theme_id uuid,
  status text NOT NULL DEFAULT 'submit'
    CHECK (status IN ('submit', 'pending0', 'pending', 'pending1', 'pending2', 'valid', 'valid0', 'reject', 'reject0')),
  body text NOT NULL,
  values jsonb NOT NULL DEFAULT '{}',
  place geometry(Point, 4326) NOT NULL,
  -- GeoJSON FeatureCollection, EPSG:4326 (contracts/reports.ts, `sketch`).
  sketch jsonb,
  -- The feature concerned.
  dataset_id uuid REFERENCES datasets ON DELETE SET NULL,
  layer_id uuid REFERENCES layers ON DELETE SET NULL,
  fid bigint,
  -- What it was called when it was reported: shown to whoever may read the layer.
  feature_label text,
  -- The edit that it proposes: merged when it is accepted.
  contribution_id uuid REFERENCES contributions ON DELETE SET NULL,
  author_id uuid,
  author_email text,
  author_locale text NOT NULL DEFAULT 'fr',
  -- Hash of the secret with which somebody without an account follows their report.
  follow_hash text UNIQUE,
  assignee_id uuid,
  due_at timestamptz,
  snoozed_until timestamptz,
  -- The report that this one repeats: it is read there.
  merged_into_id uuid REFERENCES reports ON DELETE SET NULL,
  -- Hidden from the public tracker by a moderator.
  is_hidden boolean NOT NULL DEFAULT false,
  reminded_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  closed_at timestamptz,
  UNIQUE (community_id, number),
  FOREIGN KEY (theme_id, community_id) REFERENCES report_themes (id, community_id),
  CHECK ((closed_at IS NULL) = (status IN ('submit', 'pending0', 'pending', 'pending1', 'pending2')))
);
CREATE INDEX reports_community_id_status_idx ON reports (community_id, status, created_at);
CREATE INDEX reports_place_idx ON reports USING gist (place);
CREATE INDEX reports_portal_id_idx ON reports (portal_id);
CREATE INDEX reports_dataset_id_idx ON reports (dataset_id);
CREATE INDEX reports_layer_id_fid_idx ON reports (layer_id, fid);
CREATE INDEX reports_author_id_idx ON reports (author_id);
CREATE INDEX reports_merged_into_id_idx ON reports (merged_into_id);

-- What happened to a report, one row each: the discussion (`comment`), internal notes (`note`) and every change of it.
CREATE TABLE report_entries (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  report_id uuid NOT NULL REFERENCES reports ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('comment', 'note', 'status', 'assignee', 'theme', 'due', 'merged', 'edit', 'visibility')),
  is_internal boolean NOT NULL DEFAULT false,
  author_id uuid,
  -- Written by whoever reported without an account.
  is_reporter boolean NOT NULL DEFAULT false,
  body text NOT NULL DEFAULT '',
  detail jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK (kind <> 'note' OR is_internal)
);
CREATE INDEX report_entries_community_id_idx ON report_entries (community_id);
CREATE INDEX report_entries_report_id_idx ON report_entries (report_id, created_at);

-- Photos and files, re-encoded before they are kept. Sent before its report, a file waits for it (`report_id` null): only whoever
-- sent it may bind it, and what waits longer than a day is swept.
CREATE TABLE report_files (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  report_id uuid REFERENCES reports ON DELETE CASCADE,
  -- Hash of the account or of the address that sent it.
  sender_hash text NOT NULL,
  name text NOT NULL,
  media_type text NOT NULL,
  size integer NOT NULL,
  width integer,
  height integer,
  storage_key text NOT NULL,
  thumbnail_key text,
  is_hidden boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX report_files_community_id_idx ON report_files (community_id);
CREATE INDEX report_files_report_id_idx ON report_files (report_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON report_settings, report_themes TO archipel_app, archipel_worker;
GRANT SELECT, INSERT, UPDATE ON reports, report_files TO archipel_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON reports, report_files TO archipel_worker;
GRANT SELECT, INSERT ON report_entries TO archipel_app, archipel_worker;

DO $$
DECLARE table_name text;
BEGIN
  FOREACH table_name IN ARRAY ARRAY['report_settings', 'report_themes', 'reports', 'report_entries', 'report_files'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', table_name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', table_name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO archipel_system', table_name);
    EXECUTE format('CREATE POLICY system_all ON %I TO archipel_system USING (true) WITH CHECK (true)', table_name);
    EXECUTE format('CREATE POLICY worker_own ON %I TO archipel_worker USING (community_id = (SELECT app.community_id()))
                    WITH CHECK (community_id = (SELECT app.community_id()))', table_name);
  END LOOP;
  FOREACH table_name IN ARRAY ARRAY['report_settings', 'report_themes'] LOOP
    -- Forms and words of the states are on public pages.
    EXECUTE format('CREATE POLICY app_read ON %I FOR SELECT TO archipel_app USING (true)', table_name);
    EXECUTE format('CREATE POLICY app_insert ON %I FOR INSERT TO archipel_app
                    WITH CHECK (community_id = ANY ((SELECT app.communities_as(''manager''))::uuid[]))', table_name);
    EXECUTE format('CREATE POLICY app_update ON %I FOR UPDATE TO archipel_app
                    USING (community_id = ANY ((SELECT app.communities_as(''manager''))::uuid[]))', table_name);
    EXECUTE format('CREATE POLICY app_delete ON %I FOR DELETE TO archipel_app
                    USING (community_id = ANY ((SELECT app.communities_as(''manager''))::uuid[]))', table_name);
  END LOOP;
END $$;

-- A report is read by whoever moderates it, by its author, and by visitors of its portal through the service, in the worker's scope after
-- its checks, which tells nothing of people. Reports are also made there, since whoever has no account makes some.
CREATE POLICY app_read ON reports FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[]) OR author_id = (SELECT app.user_id()));
CREATE POLICY app_update ON reports FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[]));
CREATE POLICY app_read ON report_entries FOR SELECT TO archipel_app
  USING (EXISTS (SELECT FROM reports r WHERE r.id = report_id)
    AND (NOT is_internal OR community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[])));
CREATE POLICY app_insert ON report_entries FOR INSERT TO archipel_app
  WITH CHECK (author_id = (SELECT app.user_id())
    AND EXISTS (SELECT FROM reports r WHERE r.id = report_id AND r.community_id = report_entries.community_id)
    AND (kind = 'comment' AND NOT is_internal OR community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[])));
CREATE POLICY app_read ON report_files FOR SELECT TO archipel_app
  USING (EXISTS (SELECT FROM reports r WHERE r.id = report_id)
    AND (NOT is_hidden OR community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[])));
CREATE POLICY app_update ON report_files FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[]));

-- An edit that a report proposes waits as a draft: for moderators to look at beside the report, in nobody's queue of contributions.
DROP POLICY app_read ON contributions;
CREATE POLICY app_read ON contributions FOR SELECT TO archipel_app
  USING ((community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[])
      AND (status <> 'draft' OR (author_id = (SELECT app.user_id()) AND origin <> 'report')))
    OR (community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[]) AND origin = 'report'));

GRANT CREATE ON SCHEMA app TO archipel_system;
SET LOCAL ROLE archipel_system;
-- Names of those who reported with an account, for whoever moderates their reports: they need not be members.
CREATE FUNCTION app.reporter_names(wanted uuid[]) RETURNS TABLE (report_id uuid, name text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN QUERY SELECT r.id, u.name FROM public.reports r JOIN public.users u ON u.id = r.author_id
    WHERE r.id = ANY (wanted) AND r.community_id = ANY (app.communities_as('moderator'));
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA app FROM archipel_system;
GRANT EXECUTE ON FUNCTION app.reporter_names(uuid[]) TO archipel_app;
