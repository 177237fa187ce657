-- People sign in as their institution does: OpenID Connect providers at the hub, the identities that people have there, and sign-ins under way.
CREATE TABLE sign_in_providers (
  id uuid PRIMARY KEY,
  name jsonb NOT NULL,
  issuer text NOT NULL,
  client_id text NOT NULL,
  sealed_secret jsonb NOT NULL,
  -- How the secret is sent to the provider.
  client_auth text NOT NULL DEFAULT 'basic' CHECK (client_auth IN ('basic', 'post')),
  scopes text[] NOT NULL DEFAULT '{}',
  uses_pkce boolean NOT NULL DEFAULT true,
  -- The algorithm of signed user information; null: it comes as plain JSON.
  userinfo_algorithm text CHECK (userinfo_algorithm IN ('RS256', 'PS256', 'ES256')),
  wants_amr boolean NOT NULL DEFAULT false,
  wanted_acr text[] NOT NULL DEFAULT '{}',
  -- Values of amr or acr that count as the second step of a sign-in; empty: none does.
  second_step_values text[] NOT NULL DEFAULT '{}',
  email_domains text[] NOT NULL DEFAULT '{}',
  -- Whether addresses count as verified without the claim email_verified.
  trusts_addresses boolean NOT NULL DEFAULT false,
  is_on boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE linked_identities (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE,
  provider_id uuid NOT NULL REFERENCES sign_in_providers (id) ON DELETE CASCADE ON UPDATE CASCADE,
  subject text NOT NULL,
  -- What the provider calls the person, shown on the account page.
  email text,
  created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
  last_used_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
  UNIQUE (provider_id, subject),
  UNIQUE (user_id, provider_id)
);

-- A sign-in at a provider: from the redirect to the provider until the end of the session that came of it.
CREATE TABLE provider_sign_ins (
  id uuid PRIMARY KEY,
  provider_id uuid NOT NULL REFERENCES sign_in_providers (id) ON DELETE CASCADE ON UPDATE CASCADE,
  -- The sign-in at the hub that it belongs to; null when a person links an identity on the account page.
  step text,
  -- The person who links, or who signed in.
  user_id uuid REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE,
  -- The site that the person came from.
  client_id text NOT NULL,
  -- Hashes of what the address and the cookie of this browser hold; the first is emptied at its one use.
  state_hash text UNIQUE,
  browser_hash text NOT NULL,
  -- Nonce and code verifier; afterwards the id token, which the sign-out at the provider needs.
  sealed_secret jsonb NOT NULL,
  -- What the provider said.
  subject text,
  email text,
  is_verified boolean NOT NULL DEFAULT false,
  name text,
  is_second_step boolean NOT NULL DEFAULT false,
  -- The person has an account and signs in to it, so that the identity is linked.
  wants_link boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
  expires_at timestamptz NOT NULL
);
CREATE INDEX provider_sign_ins_step_idx ON provider_sign_ins (step);
CREATE INDEX provider_sign_ins_user_id_idx ON provider_sign_ins (user_id);
CREATE INDEX provider_sign_ins_provider_id_idx ON provider_sign_ins (provider_id);
CREATE INDEX provider_sign_ins_expires_at_idx ON provider_sign_ins (expires_at);

ALTER TABLE sign_in_providers ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_in_providers FORCE ROW LEVEL SECURITY;
ALTER TABLE linked_identities ENABLE ROW LEVEL SECURITY;
ALTER TABLE linked_identities FORCE ROW LEVEL SECURITY;
ALTER TABLE provider_sign_ins ENABLE ROW LEVEL SECURITY;
ALTER TABLE provider_sign_ins FORCE ROW LEVEL SECURITY;
