import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import Provider, { type Configuration, interactionPolicy } from "oidc-provider";
import { freePort } from "./free-ports.mjs";

/** A person that the provider knows, with their claims. */
export interface OutsidePerson {
  sub: string;
  email?: string;
  email_verified?: boolean;
  given_name?: string;
  usual_name?: string;
  amr?: string[];
  acr?: string;
}

/** Changes what the provider answers, as an attacker or a broken provider would. */
export interface Tampering {
  idToken?: (claims: Record<string, unknown>) => Forged;
  userinfo?: (claims: Record<string, unknown>) => Forged;
}
/** `none`: unsigned; `other`: signed with a key that the provider does not publish; `json`: not a token. */
export interface Forged {
  claims: Record<string, unknown>;
  by: "own" | "other" | "none" | "json";
}

export interface OutsideProvider {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Who signs in next, without a page; null: a page asks. */
  person: OutsidePerson | null;
  people: Map<string, OutsidePerson>;
  tampering: Tampering;
  /** Milliseconds before each answer. */
  delay: number;
  /** Answers nothing while true. */
  isDown: boolean;
  /** The parameters of each sign-in and sign-out that it got. */
  asked: { path: string; query: URLSearchParams }[];
  stop(): Promise<void>;
}

/** What ProConnect lists; it refuses any other parameter. `code_challenge` is not among them. */
const LISTED = new Set([
  "client_id",
  "redirect_uri",
  "response_type",
  "scope",
  "state",
  "nonce",
  "acr_values",
  "claims",
  "prompt",
  "login_hint",
  "idp_hint",
]);
const LISTED_AT_END = new Set(["id_token_hint", "state", "post_logout_redirect_uri"]);
const SHORTEST = 32;

interface Setup {
  redirectUris: string[];
  signedOutUris?: string[];
  port?: number;
  /** Refuses what ProConnect refuses: unlisted parameters, short state and nonce. */
  isStrict?: boolean;
  /** The process may end while the provider listens. */
  isUnheeded?: boolean;
}

/**
 * A real OpenID Connect provider on loopback that behaves like ProConnect: signed user information, no parameter besides the listed ones
 * (error Y000400), state and nonce of 32 letters at least, short lives, `amr` only through `claims`.
 */
export async function startOutsideProvider({
  redirectUris,
  signedOutUris = [],
  port: wanted,
  isStrict = true,
  isUnheeded = false,
}: Setup): Promise<OutsideProvider> {
  const port = wanted ?? (await freePort("localhost"));
  const issuer = `http://localhost:${port}`;
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const kid = createHash("sha256").update(issuer).digest("base64url").slice(0, 12);
  const state: OutsideProvider = {
    issuer,
    clientId: "archipel",
    clientSecret: "a secret that the provider made",
    person: null,
    people: new Map(),
    tampering: {},
    delay: 0,
    isDown: false,
    asked: [],
    stop: async () => {},
  };
  const provider = new Provider(issuer, configurationOf(state, { redirectUris, signedOutUris, key: privateKey, kid }));
  provider.use(async (ctx, next) => {
    if (ctx.path.startsWith("/interaction/")) return interact(provider, state, ctx.req, ctx.res, ctx);
    await next();
    const forge = (claims: Record<string, unknown>, how?: (claims: Record<string, unknown>) => Forged) => {
      if (!how) return null;
      const forged = how(claims);
      return forged.by === "json" ? forged.claims : tokenOf(forged.claims, keyOf(forged.by, privateKey), kid);
    };
    if (ctx.path === "/token" && isObject(ctx.body) && typeof ctx.body.id_token === "string") {
      const forged = forge(claimsIn(ctx.body.id_token), state.tampering.idToken);
      if (forged !== null) ctx.body = { ...ctx.body, id_token: forged };
    }
    if (ctx.path === "/me" && typeof ctx.body === "string") {
      const forged = forge(claimsIn(ctx.body), state.tampering.userinfo);
      if (forged !== null) {
        ctx.body = forged;
        ctx.type = typeof forged === "string" ? "application/jwt" : "application/json";
      }
    }
  });
  const callback = provider.callback();
  const server = createServer(async (request, response) => {
    if (state.isDown) return void request.destroy();
    if (state.delay > 0) await new Promise((resolve) => setTimeout(resolve, state.delay));
    const refused = refusalOf(state, request, isStrict);
    if (refused === null) return void callback(request, response);
    response.writeHead(400, { "content-type": "text/plain" }).end(refused);
  });
  await new Promise<void>((resolve) => server.listen(port, "localhost", resolve));
  if (isUnheeded) server.unref();
  state.stop = () =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return state;
}

/** What signs a token; null: nothing. A key takes long to make, and most providers need no other. */
function keyOf(by: Exclude<Forged["by"], "json">, own: KeyObject): KeyObject | null {
  if (by === "other") return generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  return by === "own" ? own : null;
}

/** Why ProConnect would refuse; null when it would not. */
function refusalOf(state: OutsideProvider, { url = "/" }: IncomingMessage, isStrict: boolean): string | null {
  const { pathname, searchParams } = new URL(url, state.issuer);
  const isEnd = pathname === "/session/end";
  if (pathname !== "/auth" && !isEnd) return null;
  state.asked.push({ path: pathname, query: searchParams });
  if (!isStrict) return null;
  const listed = isEnd ? LISTED_AT_END : LISTED;
  const unlisted = [...searchParams.keys()].filter((name) => !listed.has(name));
  if (unlisted.length > 0) return `Y000400: ${unlisted.join(", ")}`;
  const short = (isEnd ? ["state"] : ["state", "nonce"]).filter((name) => (searchParams.get(name) ?? "").length < SHORTEST);
  return short.length > 0 ? `Y000400: ${short.join(", ")} too short` : null;
}

interface Made {
  redirectUris: string[];
  signedOutUris: string[];
  key: KeyObject;
  kid: string;
}

function configurationOf(state: OutsideProvider, { redirectUris, signedOutUris, key, kid }: Made): Configuration {
  return {
    clients: [
      {
        client_id: state.clientId,
        client_secret: state.clientSecret,
        redirect_uris: redirectUris,
        post_logout_redirect_uris: signedOutUris,
        token_endpoint_auth_method: "client_secret_post",
        id_token_signed_response_alg: "RS256",
        userinfo_signed_response_alg: "RS256",
      },
    ],
    jwks: { keys: [{ ...(key.export({ format: "jwk" }) as { kty: "RSA" }), kid, use: "sig", alg: "RS256" }] },
    cookies: { keys: ["a key of the test"], names: { session: "outside", interaction: "outside_step", resume: "outside_resume" } },
    scopes: ["openid", "given_name", "usual_name", "email", "uid", "siret"],
    claims: {
      openid: ["sub"],
      given_name: ["given_name"],
      usual_name: ["usual_name"],
      email: ["email", "email_verified"],
      amr: null,
      acr: null,
    },
    acrValues: ["eidas1", "eidas1-mfa"],
    pkce: { required: () => false },
    features: {
      devInteractions: { enabled: false },
      claimsParameter: { enabled: true },
      jwtUserinfo: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          ctx.type = "html";
          ctx.body = `<h1>End</h1>${form}<button type="submit" form="op.logoutForm" name="logout" value="yes">Yes</button>`;
        },
      },
    },
    interactions: { policy: interactionPolicy.base(), url: (_ctx, { uid }) => `/interaction/${uid}` },
    findAccount: (_ctx, id) => {
      const person = state.people.get(id);
      const { amr: _amr, acr: _acr, ...claims } = person ?? { sub: id };
      return person && { accountId: id, claims: () => claims };
    },
    loadExistingGrant: async (ctx) => {
      const { client, session, provider } = ctx.oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope("openid given_name usual_name email uid siret");
      grant.addOIDCClaims(["amr", "acr"]);
      await grant.save();
      return grant;
    },
    ttl: { AuthorizationCode: 30, AccessToken: 60, IdToken: 60, Session: 12 * 3600, Interaction: 600, Grant: 600 },
  };
}

interface Answering {
  status: number;
  type: string;
  body: unknown;
  redirect(url: string): void;
  method: string;
}

/** Signs the chosen person in; a page with one button per person asks when nobody is chosen. */
async function interact(
  provider: Provider,
  state: OutsideProvider,
  request: IncomingMessage,
  response: ServerResponse,
  ctx: Answering,
): Promise<void> {
  const person = state.person ?? (ctx.method === "POST" ? (state.people.get(await personIn(request)) ?? null) : null);
  if (!person) {
    const buttons = [...state.people.values()].map(
      ({ sub, given_name }) => `<button name="person" value="${sub}">${given_name ?? sub}</button>`,
    );
    ctx.type = "html";
    ctx.body = `<!doctype html><html lang="fr"><title>Fournisseur d’identité</title><h1>Qui êtes-vous ?</h1><form method="post">${buttons.join("")}</form>`;
    return;
  }
  state.people.set(person.sub, person);
  const { sub: accountId, amr = ["pwd"], acr = "eidas1" } = person;
  ctx.redirect(await provider.interactionResult(request, response, { login: { accountId, amr, acr, remember: false } }));
}

async function personIn(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return new URLSearchParams(Buffer.concat(parts).toString()).get("person") ?? "";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function claimsIn(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as Record<string, unknown>;
}

function tokenOf(claims: Record<string, unknown>, key: KeyObject | null, kid: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const content = `${part(key ? { alg: "RS256", kid, typ: "JWT" } : { alg: "none", typ: "JWT" })}.${part(claims)}`;
  return `${content}.${key ? sign("sha256", Buffer.from(content), key).toString("base64url") : ""}`;
}
