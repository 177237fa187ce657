-- News are pages of a kind of their own: they have the same drafts, versions, schedule and pictures, and people follow them by mail.
ALTER TABLE site_pages DROP CONSTRAINT site_pages_kind_check;
ALTER TABLE site_pages ADD CONSTRAINT site_pages_kind_check CHECK (kind IN ('home', 'page', 'news'));
ALTER TABLE site_pages
  -- The date of a news item: a correction does not change it.
  ADD COLUMN first_published_at timestamptz,
  ADD COLUMN is_pinned boolean NOT NULL DEFAULT false,
  -- When its followers were notified: once.
  ADD COLUMN announced_at timestamptz;
UPDATE site_pages SET first_published_at = published_at;
CREATE INDEX site_pages_news_idx ON site_pages (portal_id, first_published_at DESC) WHERE kind = 'news';

ALTER TABLE follows DROP CONSTRAINT follows_kind_check;
ALTER TABLE follows ADD CONSTRAINT follows_kind_check CHECK (kind IN ('dataset', 'portal', 'place', 'news', 'alerts'));

-- Guests follow places, and the news or alerts of a portal.
ALTER TABLE guest_follows ADD COLUMN kind text NOT NULL DEFAULT 'place';
ALTER TABLE guest_follows ALTER COLUMN place DROP NOT NULL;
ALTER TABLE guest_follows ALTER COLUMN shape DROP NOT NULL;
ALTER TABLE guest_follows ADD CONSTRAINT guest_follows_kind_check CHECK (kind IN ('place', 'news', 'alerts'));
ALTER TABLE guest_follows ADD CONSTRAINT guest_follows_place_check CHECK ((kind = 'place') = (place IS NOT NULL AND shape IS NOT NULL));
CREATE INDEX guest_follows_portal_id_kind_idx ON guest_follows (portal_id, kind) WHERE confirmed_at IS NOT NULL;
