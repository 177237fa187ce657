-- Search entries: addresses and places of layers. Calls of people cannot read them: full-text operators are not leakproof, so PostgreSQL could
-- not use the index behind a policy. modules/search first queries which layers the caller may read, then searches those as the platform.

-- MAINTAIN lets a job that fills the entries run ANALYZE: the embedded database has no autovacuum.
GRANT SELECT, INSERT, UPDATE, DELETE, MAINTAIN ON search_entries TO archipel_worker;
GRANT MAINTAIN ON search_entries TO archipel_system;
CREATE POLICY worker_own ON search_entries TO archipel_worker
  USING (community_id = (SELECT app.community_id())) WITH CHECK (community_id = (SELECT app.community_id()));
