-- The outbox. Members and jobs add events of their community; only the platform reads them all and stores the positions of the readers.

-- Written once.
GRANT SELECT, INSERT ON outbox_events TO archipel_app, archipel_worker;
GRANT USAGE ON SEQUENCE outbox_events_sequence_seq TO archipel_app, archipel_worker, archipel_system;
CREATE POLICY worker_own ON outbox_events TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY app_insert ON outbox_events FOR INSERT TO archipel_app
  WITH CHECK (community_id = ANY ((SELECT app.communities_as('member'))::uuid[]) OR (SELECT app.is_operator())
    OR community_id = ANY ((SELECT app.delegated('acting'))::uuid[]));

-- Only the platform reads and writes outbox_readers and outbox_retries (shared.sql).

-- Public pages are kept in memory by the portals until what they show changes. These triggers write an event `content.changed` for each
-- community or portal whose public content a transaction changes, once per transaction, for any writer. The event has no
-- community of its own: only the platform reads it. `packages/database/src/public-content.test.ts` fails for a table that is neither here nor
-- in its list of tables that no public page shows. They note the transaction in content_changes, too, by which it is known whether the kept
-- opening of a portal is true (openings.sql). Openings name no person, so changes of persons, which may be shown anywhere, leave them true.
GRANT CREATE ON SCHEMA app TO archipel_system;
SET LOCAL ROLE archipel_system;
CREATE OR REPLACE FUNCTION app.content_changed() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  -- What changed: `portal`, `community`, or `all` where it may be shown anywhere.
  kind text := TG_ARGV[0];
  subjects uuid[];
  subject uuid;
  said text := coalesce(current_setting('archipel.content_changed', true), '');
BEGIN
  -- One statement for each column: a row has only some of them. What moves to another portal or community changes both.
  IF TG_ARGV[1] = 'portal_id' THEN subjects := ARRAY[OLD.portal_id, NEW.portal_id];
  ELSIF TG_ARGV[1] = 'community_id' THEN subjects := ARRAY[OLD.community_id, NEW.community_id];
  ELSIF TG_ARGV[1] = 'id' THEN subjects := ARRAY[OLD.id, NEW.id];
  END IF;
  IF subjects[1] = subjects[2] THEN subjects := subjects[1:1]; END IF;
  subjects := array_remove(subjects, NULL);
  -- Without one, it may be shown anywhere.
  IF coalesce(cardinality(subjects), 0) = 0 THEN subjects := ARRAY[NULL::uuid]; END IF;
  FOREACH subject IN ARRAY subjects LOOP
    CONTINUE WHEN position(kind || coalesce(subject::text, '') IN said) > 0;
    -- Ends with the transaction. A longer list only says again what was said.
    said := right(said || ' ' || kind || coalesce(subject::text, ''), 4000);
    PERFORM set_config('archipel.content_changed', said, true);
    INSERT INTO public.outbox_events (topic, payload) VALUES ('content.changed', jsonb_strip_nulls(jsonb_build_object(
      'portalId', CASE WHEN kind = 'portal' THEN subject END,
      'communityId', CASE WHEN kind = 'community' THEN subject END)));
    IF subject IS NOT NULL THEN
      INSERT INTO public.content_changes (subject, transaction, cluster)
      VALUES (subject, pg_current_xact_id(), (SELECT system_identifier FROM pg_control_system()));
    END IF;
    -- Sent at the commit: readers do not wait for their next poll.
    PERFORM pg_notify('archipel_outbox', '');
  END LOOP;
  RETURN NULL;
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA app FROM archipel_system;

DO $$
DECLARE
  watched record;
BEGIN
  FOR watched IN SELECT * FROM (VALUES
    ('communities', 'community', 'id', ''),
    ('portals', 'portal', 'id', ''),
    ('portal_hosts', 'portal', 'portal_id', ''),
    ('portal_datasets', 'portal', 'portal_id', ''),
    ('portal_answers', 'portal', 'portal_id', ''),
    ('answer_overrides', 'portal', 'portal_id', ''),
    ('answer_examples', 'portal', 'portal_id', ''),
    ('site_parts', 'portal', 'portal_id', ''),
    ('site_media', 'portal', 'portal_id', ''),
    ('site_redirects', 'portal', 'portal_id', ''),
    -- An editor saves drafts every few seconds: they are not public.
    ('site_pages', 'portal', 'portal_id', 'slug, status, published_version_id, published_at, is_pinned'),
    ('portal_alerts', 'portal', 'portal_id', ''),
    -- Drafts are saved while somebody writes.
    ('alerts', 'portal', 'portal_id', 'status, published_revision_id'),
    ('alert_revisions', 'community', 'community_id', ''),
    ('saved_maps', 'portal', 'portal_id', ''),
    ('report_settings', 'community', 'community_id', ''),
    ('report_themes', 'community', 'community_id', ''),
    ('reports', 'community', 'community_id', ''),
    ('report_entries', 'community', 'community_id', ''),
    ('report_files', 'community', 'community_id', ''),
    ('datasets', 'community', 'community_id', ''),
    ('dataset_attachments', 'community', 'community_id', ''),
    ('dataset_ratings', 'community', 'community_id', ''),
    ('layers', 'community', 'community_id', ''),
    ('layer_answers', 'community', 'community_id', ''),
    ('quality_labels', 'community', 'community_id', ''),
    ('quality_label_awards', 'community', 'community_id', ''),
    ('quality_label_votes', 'community', 'community_id', ''),
    ('quality_rules', 'community', 'community_id', ''),
    ('quality_sheets', 'community', 'community_id', ''),
    ('edit_rules', 'community', 'community_id', ''),
    -- Names of authors, on pages of any portal.
    ('users', 'all', '', 'name, status')
  ) AS list (name, kind, subject, columns) LOOP
    EXECUTE format('DROP TRIGGER IF EXISTS content_changed ON public.%I', watched.name);
    EXECUTE format('DROP TRIGGER IF EXISTS content_updated ON public.%I', watched.name);
    EXECUTE format('CREATE TRIGGER content_updated AFTER UPDATE %s ON public.%I FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
      EXECUTE FUNCTION app.content_changed(%L, %L)',
      CASE WHEN watched.columns = '' THEN '' ELSE 'OF ' || watched.columns END, watched.name, watched.kind, watched.subject);
    -- A person who has just been added has written nothing.
    CONTINUE WHEN watched.kind = 'all';
    EXECUTE format('CREATE TRIGGER content_changed AFTER INSERT OR DELETE ON public.%I FOR EACH ROW
      EXECUTE FUNCTION app.content_changed(%L, %L)', watched.name, watched.kind, watched.subject);
  END LOOP;
END $$;

-- Of grants, public pages show what is given to everyone.
DROP TRIGGER IF EXISTS content_updated ON grants;
DROP TRIGGER IF EXISTS content_added ON grants;
DROP TRIGGER IF EXISTS content_deleted ON grants;
CREATE TRIGGER content_updated AFTER UPDATE ON grants FOR EACH ROW WHEN (NEW.audience = 'everyone' AND OLD.* IS DISTINCT FROM NEW.*)
  EXECUTE FUNCTION app.content_changed('community', 'community_id');
CREATE TRIGGER content_added AFTER INSERT ON grants FOR EACH ROW WHEN (NEW.audience = 'everyone')
  EXECUTE FUNCTION app.content_changed('community', 'community_id');
CREATE TRIGGER content_deleted AFTER DELETE ON grants FOR EACH ROW WHEN (OLD.audience = 'everyone')
  EXECUTE FUNCTION app.content_changed('community', 'community_id');
