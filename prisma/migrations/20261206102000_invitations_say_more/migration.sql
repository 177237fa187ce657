-- What an accepted invitation gives besides the role: a group of the community, and a territory. And some words of the person who invites.
ALTER TABLE invitations
  ADD COLUMN group_id uuid REFERENCES groups (id) ON DELETE SET NULL,
  ADD COLUMN territory geometry(MultiPolygon, 4326),
  ADD COLUMN words text NOT NULL DEFAULT '';
CREATE INDEX invitations_group_id_idx ON invitations (group_id);
