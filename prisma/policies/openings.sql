-- What portals are opened with. Rows belong to the platform alone (shared.sql): they hold what a visitor without an account sees, so everyone
-- may ask for one, by the host of its portal.

GRANT USAGE ON SEQUENCE content_changes_id_seq TO archipel_system;

GRANT CREATE ON SCHEMA app TO archipel_system;
SET LOCAL ROLE archipel_system;

-- The openings that are true now: no transaction that they do not show has changed what they are made of. A change is visible here in the
-- same moment as the change itself. Old changes are deleted after the openings that could need them (modules/portals/queries/openings.ts).
CREATE OR REPLACE VIEW app.true_openings AS
  SELECT o.portal_id, o.locale, o.slug, o.maker, o.read_at, o.until, o.answer FROM public.portal_openings o
  WHERE o.cluster = (SELECT system_identifier FROM pg_control_system()) AND o.read_at > now() - interval '7 days'
    AND NOT EXISTS (SELECT FROM public.content_changes c
      WHERE c.subject = ANY (o.subjects) AND c.cluster = o.cluster
        AND c.transaction >= pg_snapshot_xmin(o.seen) AND NOT pg_visible_in_snapshot(c.transaction, o.seen));

-- The opening of the portal of a host, if it is true at this moment. A connection keeps the plan: made while no change is stored, it would
-- read all of them later on.
CREATE OR REPLACE FUNCTION app.kept_opening(of_host text, in_locale text, of_slug text, by_maker text, at timestamptz) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET enable_seqscan = off AS $$
BEGIN
  RETURN (SELECT o.answer FROM public.portal_hosts h
    JOIN app.true_openings o ON o.portal_id = h.portal_id AND o.locale = in_locale AND o.slug = of_slug
    WHERE h.host = of_host AND o.maker = by_maker AND (o.until IS NULL OR o.until > at));
END $$;

RESET ROLE;
REVOKE CREATE ON SCHEMA app FROM archipel_system;
