import { createHash, randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { coreUrl } from "./stack.ts";

/** A small web application of a partner: it asks for consent, then shows how many features of a layer it reads. */
export interface Partner {
  readonly url: string;
  /** Where the hub sends people back. */
  readonly redirect: string;
  /** What the journey learned when the application was registered. */
  use(clientId: string, layerId: string): void;
  close(): Promise<void>;
}

export async function startPartner(): Promise<Partner> {
  const verifier = randomBytes(32).toString("base64url");
  const state = { clientId: "", layerId: "", token: "" };
  const server: Server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", origin());
    if (url.pathname === "/") {
      response.writeHead(302, { location: question() }).end();
      return;
    }
    if (url.pathname === "/back") state.token = await tokenFor(url.searchParams.get("code") ?? "");
    const items = await fetch(`${coreUrl}/ogc/collections/${state.layerId}/items?limit=3`, {
      headers: { authorization: `Bearer ${state.token}` },
    });
    const body = (await items.json()) as { features?: unknown[] };
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.end(`<!doctype html><title>Partenaire</title><p>Réponse ${items.status}, ${body.features?.length ?? 0} objets</p>`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = () => `http://localhost:${(server.address() as AddressInfo).port}`;
  const redirect = `${origin()}/back`;

  function question(): string {
    const challenge = createHash("sha256").update(verifier).digest("base64url");
    const asked = { client_id: state.clientId, response_type: "code", redirect_uri: redirect, scope: "openid read features", state: "s" };
    return `${coreUrl}/oidc/auth?${new URLSearchParams({ ...asked, code_challenge: challenge, code_challenge_method: "S256" })}`;
  }

  async function tokenFor(code: string): Promise<string> {
    const form = { grant_type: "authorization_code", client_id: state.clientId, redirect_uri: redirect, code, code_verifier: verifier };
    const answer = await fetch(`${coreUrl}/oidc/token`, { method: "POST", body: new URLSearchParams(form) });
    return ((await answer.json()) as { access_token?: string }).access_token ?? "";
  }

  return {
    url: origin(),
    redirect,
    use: (clientId, layerId) => void Object.assign(state, { clientId, layerId }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
