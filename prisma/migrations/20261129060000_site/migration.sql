-- What a community writes for a portal: pages with their versions, pictures, menus and legal pages, redirects. What is in the JSON columns
-- are the contracts `site-pages`, `site-navigation` and `site-legal`, and blocks of packages/blocks.

-- A page names its versions: the one that is edited, the public one, and the one that will be. It holds no text itself, so that a row that
-- visitors may read never contains a draft.
CREATE TABLE site_pages (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  portal_id uuid NOT NULL REFERENCES portals ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('home', 'page')),
  slug text,
  status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'published', 'archived')),
  revision integer NOT NULL DEFAULT 1,
  draft_version_id uuid,
  published_version_id uuid,
  scheduled_version_id uuid,
  published_at timestamptz,
  publish_at timestamptz,
  unpublish_at timestamptz,
  updated_by_id uuid REFERENCES users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (portal_id, slug),
  CHECK ((kind = 'home') = (slug IS NULL)),
  CHECK (status <> 'published' OR published_version_id IS NOT NULL),
  CHECK ((publish_at IS NULL) = (scheduled_version_id IS NULL))
);
CREATE UNIQUE INDEX site_pages_home_idx ON site_pages (portal_id) WHERE kind = 'home';
CREATE INDEX site_pages_community_id_idx ON site_pages (community_id);
CREATE INDEX site_pages_updated_by_id_idx ON site_pages (updated_by_id);
CREATE INDEX site_pages_publish_at_idx ON site_pages (publish_at) WHERE publish_at IS NOT NULL;
CREATE INDEX site_pages_unpublish_at_idx ON site_pages (unpublish_at) WHERE unpublish_at IS NOT NULL;

CREATE TABLE site_page_versions (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  page_id uuid NOT NULL REFERENCES site_pages ON DELETE CASCADE,
  number integer NOT NULL,
  kind text NOT NULL DEFAULT 'draft' CHECK (kind IN ('draft', 'published', 'restored')),
  content jsonb NOT NULL,
  -- How many of its texts are written, in all and by language.
  completeness jsonb NOT NULL DEFAULT '{"all":0,"written":{}}',
  note text NOT NULL DEFAULT '',
  author_id uuid REFERENCES users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  saved_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (page_id, number)
);
CREATE INDEX site_page_versions_community_id_idx ON site_page_versions (community_id);
CREATE INDEX site_page_versions_author_id_idx ON site_page_versions (author_id);

-- A version that a page names cannot be deleted without its page.
ALTER TABLE site_pages
  ADD FOREIGN KEY (draft_version_id) REFERENCES site_page_versions DEFERRABLE INITIALLY DEFERRED,
  ADD FOREIGN KEY (published_version_id) REFERENCES site_page_versions DEFERRABLE INITIALLY DEFERRED,
  ADD FOREIGN KEY (scheduled_version_id) REFERENCES site_page_versions DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX site_pages_draft_version_id_idx ON site_pages (draft_version_id);
CREATE INDEX site_pages_published_version_id_idx ON site_pages (published_version_id);
CREATE INDEX site_pages_scheduled_version_id_idx ON site_pages (scheduled_version_id) WHERE scheduled_version_id IS NOT NULL;

-- Secret links to the draft of a page. Only the hash of the secret is stored.
CREATE TABLE site_page_previews (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  page_id uuid NOT NULL REFERENCES site_pages ON DELETE CASCADE,
  secret_hash text NOT NULL UNIQUE,
  note text NOT NULL DEFAULT '',
  created_by_id uuid REFERENCES users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  last_used_at timestamptz
);
CREATE INDEX site_page_previews_community_id_idx ON site_page_previews (community_id);
CREATE INDEX site_page_previews_page_id_idx ON site_page_previews (page_id);
CREATE INDEX site_page_previews_created_by_id_idx ON site_page_previews (created_by_id);

CREATE TABLE site_media (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  portal_id uuid NOT NULL REFERENCES portals ON DELETE CASCADE,
  name text NOT NULL,
  alt jsonb NOT NULL DEFAULT '{}',
  is_decorative boolean NOT NULL DEFAULT false,
  credit text NOT NULL DEFAULT '',
  width integer NOT NULL,
  height integer NOT NULL,
  -- Of all variants.
  size bigint NOT NULL,
  variants jsonb NOT NULL,
  uploaded_by_id uuid REFERENCES users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX site_media_community_id_idx ON site_media (community_id);
CREATE INDEX site_media_portal_id_created_at_idx ON site_media (portal_id, created_at);
CREATE INDEX site_media_uploaded_by_id_idx ON site_media (uploaded_by_id);
CREATE TRIGGER keep_object_references AFTER INSERT OR DELETE OR UPDATE OF variants ON site_media
  FOR EACH ROW EXECUTE FUNCTION app.keep_object_references('$.variants[*].key');

-- Menus and legal pages: what every visitor of the portal may read.
CREATE TABLE site_parts (
  portal_id uuid NOT NULL REFERENCES portals ON DELETE CASCADE,
  part text NOT NULL CHECK (part IN ('navigation', 'legal')),
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  content jsonb NOT NULL,
  revision integer NOT NULL DEFAULT 1,
  updated_by_id uuid REFERENCES users ON DELETE SET NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (portal_id, part)
);
CREATE INDEX site_parts_community_id_idx ON site_parts (community_id);
CREATE INDEX site_parts_updated_by_id_idx ON site_parts (updated_by_id);

CREATE TABLE site_redirects (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  portal_id uuid NOT NULL REFERENCES portals ON DELETE CASCADE,
  path text NOT NULL,
  link jsonb NOT NULL,
  made_by text NOT NULL CHECK (made_by IN ('slug', 'person')),
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (portal_id, path)
);
CREATE INDEX site_redirects_community_id_idx ON site_redirects (community_id);

-- Homes in the shape that portals had before. core-api makes pages of them when it starts, and the old shape stays here.
CREATE TABLE site_old_homes (
  portal_id uuid PRIMARY KEY REFERENCES portals ON DELETE CASCADE,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  content jsonb NOT NULL,
  converted_at timestamptz
);
CREATE INDEX site_old_homes_community_id_idx ON site_old_homes (community_id);

INSERT INTO site_old_homes (portal_id, community_id, content)
SELECT p.id, p.community_id, jsonb_strip_nulls(jsonb_build_object(
  'question', p.content->'question', 'intro', p.content->'intro',
  'hero', p.content->'home'->'hero', 'blocks', p.content->'home'->'blocks'))
FROM portals p
WHERE p.content ?| ARRAY['question', 'intro'] OR p.content->'home' ?| ARRAY['hero', 'blocks'];

UPDATE portals p SET content = (p.content - 'question' - 'intro' - 'home')
  || CASE WHEN p.content ? 'home' THEN jsonb_build_object('home', (p.content->'home') - 'hero' - 'blocks') ELSE '{}' END
FROM site_old_homes o WHERE o.portal_id = p.id;

ALTER TABLE site_pages ENABLE ROW LEVEL SECURITY;
ALTER TABLE site_pages FORCE ROW LEVEL SECURITY;
ALTER TABLE site_page_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE site_page_versions FORCE ROW LEVEL SECURITY;
ALTER TABLE site_page_previews ENABLE ROW LEVEL SECURITY;
ALTER TABLE site_page_previews FORCE ROW LEVEL SECURITY;
ALTER TABLE site_media ENABLE ROW LEVEL SECURITY;
ALTER TABLE site_media FORCE ROW LEVEL SECURITY;
ALTER TABLE site_parts ENABLE ROW LEVEL SECURITY;
ALTER TABLE site_parts FORCE ROW LEVEL SECURITY;
ALTER TABLE site_redirects ENABLE ROW LEVEL SECURITY;
ALTER TABLE site_redirects FORCE ROW LEVEL SECURITY;
ALTER TABLE site_old_homes ENABLE ROW LEVEL SECURITY;
ALTER TABLE site_old_homes FORCE ROW LEVEL SECURITY;
