-- The search index: names of layers' features and their words. Calls of people cannot read it: full-text operators are not leakproof, so
-- PostgreSQL could not use the index behind a policy. modules/search first queries which layers the caller may read, then reads only the
-- entries and words of those as the platform.

-- MAINTAIN lets a job that fills the entries run ANALYZE: the embedded database has no autovacuum.
-- search_entries is the index of the previous version, whose processes may still run.
GRANT SELECT, INSERT, UPDATE, DELETE, MAINTAIN ON search_entries TO archipel_worker;
GRANT MAINTAIN ON search_entries TO archipel_system;
CREATE POLICY worker_own ON search_entries TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));

GRANT SELECT, INSERT, UPDATE, DELETE, MAINTAIN ON search_names, search_parts, search_words TO archipel_worker;
GRANT MAINTAIN ON search_names TO archipel_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON search_layers TO archipel_worker;
CREATE POLICY worker_own ON search_names TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY worker_own ON search_parts TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY worker_own ON search_words TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
CREATE POLICY worker_own ON search_layers TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
