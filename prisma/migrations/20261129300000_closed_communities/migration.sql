-- Policies ask in every statement which communities are closed (app.suspended_communities). They are few: without this, all are read each time.
CREATE INDEX communities_closed_idx ON communities (id) WHERE status <> 'active';
