-- Notifications. People see and mark their own, as long as they may still read the subject. The platform writes them
-- and sends the mails.

-- `needs` is the lowest role that may still read the subject; null: everyone who received the notification.
GRANT SELECT ON notices TO archipel_app;
GRANT UPDATE (read_at, mail_due_at) ON notices TO archipel_app;
CREATE POLICY app_own ON notices TO archipel_app
  USING (person_id = (SELECT app.user_id()) AND (needs IS NULL
    OR (needs = 'member' AND community_id = ANY ((SELECT app.communities_as('member'))::uuid[]))
    OR (needs = 'contributor' AND community_id = ANY ((SELECT app.communities_as('contributor'))::uuid[]))
    OR (needs = 'moderator' AND community_id = ANY ((SELECT app.communities_as('moderator'))::uuid[]))
    OR (needs = 'manager' AND community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]))));

-- People set their own, for communities that they belong to or get notifications from.
GRANT SELECT, INSERT, UPDATE ON notice_preferences TO archipel_app;
CREATE POLICY app_own ON notice_preferences FOR SELECT TO archipel_app USING (person_id = (SELECT app.user_id()));
CREATE POLICY app_insert ON notice_preferences FOR INSERT TO archipel_app
  WITH CHECK (person_id = (SELECT app.user_id()) AND (community_id = ANY ((SELECT app.communities_as('member'))::uuid[])
    -- People who get notifications without being members may silence them too.
    OR EXISTS (SELECT FROM notices n WHERE n.community_id = notice_preferences.community_id)));
CREATE POLICY app_update ON notice_preferences FOR UPDATE TO archipel_app USING (person_id = (SELECT app.user_id()));

-- Only the platform reads and writes mails (shared.sql).
