-- Tables of layers are read under row-level security. PostgreSQL then uses an index for a condition only when its operator is known
-- not to leak: without this, every tile would read its whole table. `&&` compares two boxes and tells nothing about either.
-- Only a superuser may say so. Where none runs the migrations (some managed servers), everything works, but large layers are slow.
DO $$
BEGIN
  ALTER FUNCTION geometry_overlaps(geometry, geometry) LEAKPROOF;
EXCEPTION WHEN insufficient_privilege THEN
  RAISE WARNING 'geometry_overlaps could not be marked LEAKPROOF: spatial indexes of layers will not be used';
END $$;
