-- Reports (signalements). Everyone reads those on a live portal that are neither hidden, held for a moderator nor refused. Moderators read
-- and change all reports of their community; authors read their own, also without an account by the secret of the report. Jobs and the
-- service write new reports in the worker's role, after their own checks, because visitors without an account report too.

-- The hash of the secret that the caller follows a report with.
CREATE OR REPLACE FUNCTION app.follow_hash() RETURNS text LANGUAGE sql STABLE
  RETURN nullif(current_setting('archipel.follow_hash', true), '');

GRANT SELECT, INSERT, UPDATE ON reports TO archipel_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON reports TO archipel_worker;
CREATE POLICY worker_own ON reports TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON reports FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[]) OR author_id = (SELECT app.user_id())
    OR follow_hash = (SELECT app.follow_hash())
    OR (review IN ('passed', 'unseen') AND NOT is_hidden AND portal_id IN (SELECT p.id FROM portals p WHERE p.status = 'live')));
CREATE POLICY app_update ON reports FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[]));

-- The discussion and the history of a report, read with it. Internal notes are for moderators; a message that is held or refused is for
-- moderators and the reporter. An entry is written once: moderators change only
-- its review, and add the reason of a refusal.
GRANT SELECT, INSERT, UPDATE (review, detail) ON report_entries TO archipel_app;
GRANT SELECT, INSERT ON report_entries TO archipel_worker;
CREATE POLICY worker_own ON report_entries TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON report_entries FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[])
    OR (NOT is_internal AND EXISTS (SELECT FROM reports r WHERE r.id = report_id
      AND (report_entries.review IN ('passed', 'unseen')
        OR (is_reporter AND (r.author_id = (SELECT app.user_id()) OR r.follow_hash = (SELECT app.follow_hash())))))));
CREATE POLICY app_insert ON report_entries FOR INSERT TO archipel_app
  WITH CHECK (author_id = (SELECT app.user_id())
    AND EXISTS (SELECT FROM reports r WHERE r.id = report_id AND r.community_id = report_entries.community_id
      AND (r.author_id = (SELECT app.user_id()) OR r.community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[])))
    AND (kind = 'comment' AND NOT is_internal OR community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[])));
CREATE POLICY app_update ON report_entries FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[]));

-- Photos and files, read with their report. Moderators hide and show them.
GRANT SELECT, INSERT, UPDATE ON report_files TO archipel_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON report_files TO archipel_worker;
CREATE POLICY worker_own ON report_files TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON report_files FOR SELECT TO archipel_app
  USING (EXISTS (SELECT FROM reports r WHERE r.id = report_id)
    AND (NOT is_hidden OR community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[])));
CREATE POLICY app_update ON report_files FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[]));

-- Pairs that a moderator marked as different reports.
GRANT SELECT, INSERT, DELETE ON report_pairs_apart TO archipel_app, archipel_worker;
CREATE POLICY worker_own ON report_pairs_apart TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON report_pairs_apart FOR SELECT TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[]));
CREATE POLICY app_insert ON report_pairs_apart FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[])
    AND EXISTS (SELECT FROM reports r WHERE r.id = one_id AND r.community_id = report_pairs_apart.community_id)
    AND EXISTS (SELECT FROM reports r WHERE r.id = other_id AND r.community_id = report_pairs_apart.community_id));
CREATE POLICY app_delete ON report_pairs_apart FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[]));

-- The community's words for the states are shown on public pages. Managers set them.
GRANT SELECT, INSERT, UPDATE, DELETE ON report_settings TO archipel_app, archipel_worker;
CREATE POLICY worker_own ON report_settings TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON report_settings FOR SELECT TO archipel_app USING (true);
CREATE POLICY app_insert ON report_settings FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_update ON report_settings FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON report_settings FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

-- Themes and their forms are shown on public pages. Managers set them.
GRANT SELECT, INSERT, UPDATE, DELETE ON report_themes TO archipel_app, archipel_worker;
CREATE POLICY worker_own ON report_themes TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_read ON report_themes FOR SELECT TO archipel_app USING (true);
CREATE POLICY app_insert ON report_themes FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_update ON report_themes FOR UPDATE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
CREATE POLICY app_delete ON report_themes FOR DELETE TO archipel_app
  USING (community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));

-- This function bypasses row-level security on purpose, so it runs as the only role that may.
GRANT CREATE ON SCHEMA app TO archipel_system;
SET LOCAL ROLE archipel_system;

-- Names of people who reported with an account, for the moderators of these reports: the authors may not be members.
CREATE OR REPLACE FUNCTION app.reporter_names(wanted uuid[]) RETURNS TABLE (report_id uuid, name text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN QUERY SELECT r.id, u.name FROM public.reports r JOIN public.users u ON u.id = r.author_id
    WHERE r.id = ANY (wanted) AND r.community_id = ANY (app.communities_as('moderator'));
END $$;

RESET ROLE;
REVOKE CREATE ON SCHEMA app FROM archipel_system;
