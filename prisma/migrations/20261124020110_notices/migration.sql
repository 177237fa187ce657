-- Notices: what people are told, in the app and by mail.
CREATE TABLE notices (
  id uuid PRIMARY KEY,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  person_id uuid REFERENCES users ON DELETE CASCADE,
  -- Who has no account is told by mail alone, in the language of the page that they used.
  email text,
  locale text CHECK (locale IN ('fr', 'en')),
  portal_id uuid REFERENCES portals ON DELETE SET NULL,
  kind text NOT NULL,
  params jsonb NOT NULL DEFAULT '{}',
  subject_type text NOT NULL,
  subject_id uuid NOT NULL,
  -- The role in the community without which its subject may not be read; NULL: none.
  needs text CHECK (needs IN ('member', 'contributor', 'moderator', 'manager')),
  created_at timestamptz NOT NULL DEFAULT now(),
  read_at timestamptz,
  mail_due_at timestamptz,
  mail_attempts integer NOT NULL DEFAULT 0,
  mailed_at timestamptz,
  CHECK ((person_id IS NULL) = (email IS NOT NULL AND locale IS NOT NULL))
);
-- One of a kind about a thing, until it is read: what happens again renews it.
CREATE UNIQUE INDEX notices_unread_idx ON notices (person_id, kind, subject_id) WHERE read_at IS NULL;
CREATE INDEX notices_person_id_created_at_idx ON notices (person_id, created_at);
CREATE INDEX notices_community_id_idx ON notices (community_id);
CREATE INDEX notices_portal_id_idx ON notices (portal_id);
CREATE INDEX notices_mail_due_at_idx ON notices (mail_due_at) WHERE mail_due_at IS NOT NULL;

CREATE TABLE notice_preferences (
  person_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  community_id uuid NOT NULL REFERENCES communities ON DELETE CASCADE,
  mail text NOT NULL CHECK (mail IN ('at-once', 'daily', 'none')),
  PRIMARY KEY (person_id, community_id)
);
CREATE INDEX notice_preferences_community_id_idx ON notice_preferences (community_id);

GRANT SELECT, UPDATE (read_at, mail_due_at) ON notices TO archipel_app;
GRANT SELECT, INSERT, UPDATE ON notice_preferences TO archipel_app;

DO $$
DECLARE table_name text;
BEGIN
  FOREACH table_name IN ARRAY ARRAY['notices', 'notice_preferences'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', table_name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', table_name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO archipel_system', table_name);
    EXECUTE format('CREATE POLICY system_all ON %I TO archipel_system USING (true) WITH CHECK (true)', table_name);
  END LOOP;
END $$;

-- One's own, while one may still read what they are about.
CREATE POLICY app_own ON notices TO archipel_app
  USING (person_id = (SELECT app.user_id()) AND (needs IS NULL
    OR (needs = 'member' AND community_id = ANY ((SELECT app.communities_as('member'))::uuid[]))
    OR (needs = 'contributor' AND community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]))
    OR (needs = 'moderator' AND community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[]))
    OR (needs = 'manager' AND community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]))));
CREATE POLICY app_own ON notice_preferences FOR SELECT TO archipel_app USING (person_id = (SELECT app.user_id()));
CREATE POLICY app_update ON notice_preferences FOR UPDATE TO archipel_app USING (person_id = (SELECT app.user_id()));
CREATE POLICY app_insert ON notice_preferences FOR INSERT TO archipel_app
  WITH CHECK (person_id = (SELECT app.user_id()) AND (community_id = ANY ((SELECT app.communities_as('member'))::uuid[])
    -- Who is told something without being a member may silence it too.
    OR EXISTS (SELECT FROM notices n WHERE n.community_id = notice_preferences.community_id)));
