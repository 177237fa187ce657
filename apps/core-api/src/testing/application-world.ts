import { createHash, randomBytes } from "node:crypto";
import type { ApplicationScope } from "@archipel/contracts/applications.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import { addMember, createCommunity } from "@archipel/testing/factories.ts";
import { z } from "zod";
import type { MemberActor, Person } from "../kernel/actor.ts";
import { buildTestLayer } from "../layer-store/tables/test-layer.ts";
import { registerApplication } from "../modules/identity/applications/service.ts";
import { bearer } from "./bearer.ts";
import { Browser, type Page } from "./browser.ts";
import { type HubServer, PASSWORD } from "./hub-server.ts";

export const REDIRECT = "https://partner.example/back";
export const SCOPE = "openid offline_access profile read features";

export type ApplicationWorld = ReturnType<typeof applicationWorld>;
export type World = Awaited<ReturnType<ApplicationWorld["world"]>>;
export type App = Awaited<ReturnType<typeof registerApplication>>;

interface Question {
  url: URL;
  verifier: string;
}

/** Applications of partners at a hub, as their programs and the people who allow them see it. */
export function applicationWorld(hub: HubServer) {
  let count = 0;

  /** A community with a layer for members and one for another community, a manager who registers, and a member who allows. */
  async function world(scopes: readonly ApplicationScope[] = ["profile", "read", "features"]) {
    const { core } = hub;
    const { database } = core;
    const point = { type: "Point", srid: 4326, hasZ: false } as const;
    const layer = (communityId: CommunityId) =>
      buildTestLayer(database, communityId, {
        geometry: point,
        fields: [{ name: "nom", column: "nom", type: "text" }],
        features: [{ geometry: { type: "Point", coordinates: [2, 46] }, values: ["ici"] }],
        dataset: { visibility: "members" },
      });
    const community = await createCommunity(database);
    const [own, foreign] = [await layer(community.id), await layer((await createCommunity(database)).id)];
    const email = `person${++count}@example.org`;
    const userId = await hub.addPerson(email);
    await addMember(database, community.id, userId, "contributor");
    const managerId = await hub.addPerson(`manager${count}@example.org`);
    await addMember(database, community.id, managerId, "manager");
    const manager: MemberActor = { userId: managerId, isOperator: false, isSuspended: false, communityId: community.id, role: "manager" };
    const person: Person = { userId, isOperator: false, isSuspended: false };
    const by = { actor: manager, communityId: community.id };
    const register = (kind: "public" | "confidential" = "public", more: object = {}) =>
      registerApplication(core, by, {
        ...{ name: "Suivi <des> arbres", description: "Compte les arbres.", kind, redirectUris: [REDIRECT], scopes: [...scopes] },
        ...{ datasetIds: [], layerIds: [], ...more },
      });
    return { core, database, communityId: community.id, own, foreign, email, person, manager, by, register };
  }

  function ask(app: App, scope: string, more: Record<string, string> = {}): Question {
    const verifier = randomBytes(32).toString("base64url");
    const params = {
      ...{ client_id: app.clientId, response_type: "code", redirect_uri: REDIRECT, scope, state: "s", prompt: "consent" },
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
      ...more,
    };
    return { url: new URL(`${hub.url}/oidc/auth?${new URLSearchParams(params)}`), verifier };
  }

  /** To the page of consent. */
  async function consentPage(question: Question, email: string, browser = new Browser()): Promise<{ browser: Browser; page: Page }> {
    let page = await browser.open(question.url, REDIRECT);
    if (page.text.includes('name="password"')) page = await browser.submit(page, "/sign-in", { email, password: PASSWORD }, REDIRECT);
    return { browser, page };
  }

  async function codeFor(app: App, email: string, scope: string, browser = new Browser()) {
    const question = ask(app, scope);
    const { page } = await consentPage(question, email, browser);
    const back = await browser.submit(page, "/consent", { answer: "yes" }, REDIRECT);
    return { code: back.url.searchParams.get("code") ?? "", verifier: question.verifier };
  }

  async function post(
    path: string,
    body: Record<string, string>,
    secretOf?: App,
  ): Promise<{ status: number; json: Record<string, string> }> {
    const headers: Record<string, string> = secretOf?.clientSecret
      ? { authorization: `Basic ${Buffer.from(`${secretOf.clientId}:${secretOf.clientSecret}`).toString("base64")}` }
      : {};
    const response = await fetch(`${hub.url}/oidc${path}`, { method: "POST", headers, body: new URLSearchParams(body) });
    const text = await response.text();
    return { status: response.status, json: text === "" ? {} : JSON.parse(text) };
  }

  const exchange = (app: App, { code, verifier }: { code: string; verifier: string }, more: Record<string, string> = {}) =>
    post("/token", {
      grant_type: "authorization_code",
      client_id: app.clientId,
      redirect_uri: REDIRECT,
      code,
      code_verifier: verifier,
      ...more,
    });
  const refresh = (app: App, token = "", more: Record<string, string> = {}) =>
    post("/token", { grant_type: "refresh_token", client_id: app.clientId, refresh_token: token, ...more });
  const items = (layerId: string, token = "", init: RequestInit = {}) =>
    fetch(`${hub.url}/ogc/collections/${layerId}/items`, { ...init, headers: { ...bearer(token), ...init.headers } });
  /** The scope that a refusal names. */
  const missing = async (response: Response) => z.object({ missingScope: z.string() }).parse(await response.json()).missingScope;
  return { ask, codeFor, consentPage, exchange, items, missing, post, refresh, world };
}
