-- Beside its logo a portal may have one for the dark mode, an icon of the browser's tab, and a picture that other sites show for its pages.
ALTER TABLE portals ADD COLUMN dark_logo_key text, ADD COLUMN icon_key text, ADD COLUMN share_key text;

DROP TRIGGER keep_object_references ON portals;
CREATE TRIGGER keep_object_references AFTER INSERT OR DELETE OR UPDATE OF logo_key, dark_logo_key, icon_key, share_key ON portals
  FOR EACH ROW EXECUTE FUNCTION app.keep_object_references('$.logo_key', '$.dark_logo_key', '$.icon_key', '$.share_key');
