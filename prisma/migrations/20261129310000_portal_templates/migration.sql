-- What a new portal can begin with: theme, texts, pages and menus of a portal, without its data, its members and its news.
CREATE TABLE portal_templates (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  name text NOT NULL,
  description text NOT NULL DEFAULT '',
  base_theme text NOT NULL,
  theme jsonb NOT NULL DEFAULT '{}',
  tagline jsonb NOT NULL DEFAULT '{}',
  locales text[] NOT NULL,
  -- Pages and menus.
  content jsonb NOT NULL,
  pictures jsonb NOT NULL DEFAULT '[]',
  -- Bytes of the pictures.
  size bigint NOT NULL DEFAULT 0,
  -- Offered to every community, by an operator.
  is_shared boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  -- Pictures stay in their community.
  CHECK (NOT is_shared OR pictures = '[]')
);
CREATE UNIQUE INDEX portal_templates_community_id_name_idx ON portal_templates (community_id, name);
CREATE INDEX portal_templates_is_shared_idx ON portal_templates (is_shared) WHERE is_shared;
CREATE TRIGGER keep_object_references AFTER INSERT OR DELETE OR UPDATE OF pictures ON portal_templates
  FOR EACH ROW EXECUTE FUNCTION app.keep_object_references('$.pictures[*].variants[*].key');
ALTER TABLE portal_templates ENABLE ROW LEVEL SECURITY;
ALTER TABLE portal_templates FORCE ROW LEVEL SECURITY;
