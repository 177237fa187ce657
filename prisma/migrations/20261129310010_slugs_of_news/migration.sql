-- News are below /news: a page and a news item may have the same slug.
ALTER TABLE site_pages DROP CONSTRAINT site_pages_portal_id_slug_key;
ALTER TABLE site_pages ADD UNIQUE (portal_id, kind, slug);
