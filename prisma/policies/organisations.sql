-- Organisations over communities. Their members see the organisation and its agreements, its managers its people; managers of a community see the
-- agreements of the community and the organisations that they are with. The platform, which proves both sides, writes all: no statement of a
-- person raises what a community gives.

GRANT SELECT ON organisations TO archipel_app;
CREATE POLICY app_read ON organisations FOR SELECT TO archipel_app
  USING (id = ANY ((SELECT app.organisations_as('reader'))::uuid[]) OR (SELECT app.is_operator())
    OR EXISTS (SELECT FROM organisation_agreements a WHERE a.organisation_id = organisations.id));

GRANT SELECT ON organisation_members TO archipel_app;
CREATE POLICY app_read ON organisation_members FOR SELECT TO archipel_app
  USING (user_id = (SELECT app.user_id()) OR organisation_id = ANY ((SELECT app.organisations_as('manager'))::uuid[]));

GRANT SELECT ON organisation_invitations TO archipel_app;
CREATE POLICY app_read ON organisation_invitations FOR SELECT TO archipel_app
  USING (organisation_id = ANY ((SELECT app.organisations_as('manager'))::uuid[]));

GRANT SELECT ON organisation_agreements TO archipel_app;
CREATE POLICY app_read ON organisation_agreements FOR SELECT TO archipel_app
  USING (organisation_id = ANY ((SELECT app.organisations_as('reader'))::uuid[])
    OR community_id = ANY ((SELECT app.communities_as('manager'))::uuid[]));
