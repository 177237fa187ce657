-- A community may require that its managers, or all its members, come from an institution: by its provider or by their address.
-- identity_from: the weakest role that needs it; null: none does.
ALTER TABLE communities
  ADD COLUMN identity_from text CHECK (identity_from IN ('member', 'manager')),
  ADD COLUMN identity_providers uuid[] NOT NULL DEFAULT '{}',
  ADD COLUMN identity_domains text[] NOT NULL DEFAULT '{}';
