-- Which state of a contribution's edits a reviewer has seen: a number that every change of them moves, whoever makes it.
ALTER TABLE contributions ADD COLUMN edits_version integer NOT NULL DEFAULT 1;

CREATE FUNCTION app.count_edit_changes() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  UPDATE public.contributions SET edits_version = edits_version + 1
  WHERE id IN (SELECT contribution_id FROM changed);
  RETURN NULL;
END $$;

CREATE TRIGGER count_inserts AFTER INSERT ON contribution_edits REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION app.count_edit_changes();
CREATE TRIGGER count_updates AFTER UPDATE ON contribution_edits REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION app.count_edit_changes();
CREATE TRIGGER count_deletes AFTER DELETE ON contribution_edits REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION app.count_edit_changes();
