-- It reads a setting, which parallel workers are given too. Unmarked, it kept every statement on a locked table to one processor.
ALTER FUNCTION app.community_id() PARALLEL SAFE;
