-- Where each durable reader of the outbox stands. Numbers become visible out of order: those below `top` that may still come are kept
-- with it, as [number, since when awaited (ms), transactions that must be over before it is given up].
CREATE TABLE outbox_readers (
  name text PRIMARY KEY,
  top bigint NOT NULL,
  missing jsonb NOT NULL DEFAULT '[]',
  moved_at timestamptz NOT NULL DEFAULT now()
);

-- Events whose reader failed: tried again one by one, while the reader goes on with the others.
CREATE TABLE outbox_retries (
  reader text NOT NULL REFERENCES outbox_readers ON DELETE CASCADE,
  sequence bigint NOT NULL REFERENCES outbox_events ON DELETE CASCADE,
  attempts integer NOT NULL DEFAULT 1,
  due_at timestamptz NOT NULL,
  error text NOT NULL,
  PRIMARY KEY (reader, sequence)
);
CREATE INDEX outbox_retries_sequence_idx ON outbox_retries (sequence);

DO $$
DECLARE table_name text;
BEGIN
  FOREACH table_name IN ARRAY ARRAY['outbox_readers', 'outbox_retries'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', table_name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', table_name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO archipel_system', table_name);
    EXECUTE format('CREATE POLICY system_all ON %I TO archipel_system USING (true) WITH CHECK (true)', table_name);
  END LOOP;
END $$;
