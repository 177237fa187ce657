-- Uploads under way are counted when another one begins, per person and per community.
CREATE INDEX uploads_receiving_idx ON uploads (community_id, created_by_id) WHERE status = 'receiving';
