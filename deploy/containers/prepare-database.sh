#!/bin/bash
# Run once by the image of PostgreSQL, as superuser, in a new database cluster: what docs/operators/server.md asks for.
set -euo pipefail
psql -v ON_ERROR_STOP=1 --username postgres --set "password=$(cat /run/secrets/database-password)" <<'SQL'
CREATE ROLE archipel LOGIN CREATEROLE PASSWORD :'password';
CREATE DATABASE archipel OWNER archipel ENCODING 'UTF8' TEMPLATE template0;
ALTER ROLE archipel SET log_error_verbosity = 'terse';
ALTER ROLE archipel SET log_min_error_statement = 'panic';
ALTER ROLE archipel SET log_parameter_max_length = 0;
ALTER ROLE archipel SET log_parameter_max_length_on_error = 0;
\c archipel
CREATE EXTENSION postgis;
ALTER FUNCTION geometry_overlaps(geometry, geometry) LEAKPROOF;
SQL
