import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { portalClientId } from "@archipel/session/client-keys.ts";
import { siteFinder } from "@archipel/session/site.ts";
import { type SiteSessions, siteSessions } from "@archipel/session/site-sessions.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser, type Site } from "../../testing/browser.ts";
import { type HubServer, PASSWORD, startHub } from "../../testing/hub-server.ts";

/** The sites' side of a sign-in: their own route handlers, run here against a listening hub. */

let hub: HubServer;
let sessions: SiteSessions;
const urbanisme = "http://urbanisme.localhost:3000";
const risques = "http://risques.localhost:3000";

beforeAll(async () => {
  hub = await startHub();
  await hub.addPortal("urbanisme");
  await hub.addPortal("risques");
  await hub.addPerson("camille@example.org");
  const settings = {
    CORE_API_URL: hub.url,
    ARCHIPEL_PUBLIC_URL: hub.url,
    ARCHIPEL_SECRET: hub.core.env.ARCHIPEL_SECRET,
    ARCHIPEL_SITE_KEY: undefined,
    ARCHIPEL_DATA: "nowhere",
  };
  sessions = siteSessions({ settings, findSite: siteFinder(settings) });
});
afterAll(() => hub.stop());

/** A site's pages: its routes, and a home page that says whether it knows the visitor. */
const site: Site = async (request) => {
  const { pathname } = new URL(request.url);
  const { routes } = sessions;
  if (pathname === "/api/session") return routes.session(request);
  if (pathname === "/api/session/sign-in") return routes.signIn(request);
  if (pathname === "/api/session/sign-out") return routes.signOut(request);
  if (pathname === "/api/session/problem") return routes.problem(request);
  if (pathname.startsWith("/api/auth/"))
    return routes.auth(request, { params: Promise.resolve({ nextauth: pathname.split("/").slice(3) }) });
  if (pathname.startsWith("/api/core/")) return routes.core(request, { params: Promise.resolve({ path: pathname.split("/").slice(3) }) });
  const user = await sessions.user(request.headers);
  return new Response(`<p>${user?.email ?? "visitor"}</p><form method="post" action="/api/session/sign-out"></form>`);
};

const newBrowser = () => new Browser({ [urbanisme]: site, [risques]: site });

async function signIn(browser: Browser) {
  const form = await browser.open(`${urbanisme}/api/session/sign-in?callbackUrl=/map&locale=en`);
  return browser.submit(form, "/sign-in", { email: "camille@example.org", password: PASSWORD });
}

describe("a sign-in on a portal", () => {
  it("returns to the page that started it, in the language of the portal", async () => {
    const browser = newBrowser();
    const form = await browser.open(`${urbanisme}/api/session/sign-in?callbackUrl=/map&locale=en`);
    expect(form.text).toContain('<html lang="en"');
    expect(form.text).toContain("urbanisme");
    const page = await browser.submit(form, "/sign-in", { email: "camille@example.org", password: PASSWORD });
    expect(page.url.href).toBe(`${urbanisme}/map`);
    expect(page.text).toContain("camille@example.org");
  });

  it("prefills the address that the site expects, for sign-in and sign-up", async () => {
    const browser = newBrowser();
    const form = await browser.open(`${urbanisme}/api/session/sign-in?callbackUrl=/map&email=nina%2Bx%40example.org`);
    expect(form.text).toContain('value="nina+x@example.org"');
    const signUp = await browser.open(form.url.href.replace(/(\/hub\/steps\/[^/?]+)/, "$1/sign-up"));
    expect(signUp.text).toContain('value="nina+x@example.org"');
  });

  it("is valid on another portal without a password, and a sign-out there ends it here", async () => {
    const browser = newBrowser();
    await signIn(browser);
    const second = await browser.open(`${risques}/api/session/sign-in?callbackUrl=/catalogue`);
    expect(second.url.href).toBe(`${risques}/catalogue`);
    expect(second.text).toContain("camille@example.org");

    const home = await browser.submit(second, "/api/session/sign-out", {});
    expect(home.url.href).toBe(`${risques}/`);
    expect(home.text).toContain("visitor");
    expect((await browser.open(`${urbanisme}/`)).text).toContain("visitor");
    expect(JSON.parse((await browser.open(`${urbanisme}/api/session`)).text)).toEqual({ isSignedIn: false });
    expect(browser.cookiesOf("urbanisme.localhost")).not.toContain("archipel.session");
  });

  it("never shows the token: neither to scripts nor in next-auth's session", async () => {
    const browser = newBrowser();
    await signIn(browser);
    const session = await browser.open(`${urbanisme}/api/auth/session`);
    expect(Object.keys(JSON.parse(session.text)).sort()).toEqual(["expires", "user"]);
    expect(session.text).not.toMatch(/token/i);
  });

  it("never redirects away from the portal", async () => {
    for (const callbackUrl of ["http://evil.example/", "//evil.example", "/\\evil.example"]) {
      const browser = newBrowser();
      const form = await browser.open(`${urbanisme}/api/session/sign-in?callbackUrl=${encodeURIComponent(callbackUrl)}`);
      const page = await browser.submit(form, "/sign-in", { email: "camille@example.org", password: PASSWORD });
      expect(page.url.href).toBe(`${urbanisme}/`);
    }
  });

  it("is explained by the hub when it fails", async () => {
    const page = await newBrowser().open(`${urbanisme}/api/auth/callback/archipel?code=x&state=y`);
    expect(page.url.pathname).toBe("/hub/problem");
    expect(page.text).toContain(`${urbanisme}/api/session/sign-in`);
  });
});

describe("a host", () => {
  it("without a portal is refused, whatever headers it sends", async () => {
    for (const headers of [{ host: "evil.example" }, { host: "evil.example", "x-forwarded-host": "urbanisme.localhost" }, { host: "" }]) {
      const answer = await sessions.routes.signIn(new Request("http://evil.example/api/session/sign-in", { headers }));
      expect(answer.status).toBe(404);
    }
  });

  it("that is forged in another header changes nothing", async () => {
    const headers = { host: "urbanisme.localhost:3000", "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" };
    const answer = await sessions.routes.signIn(new Request(`${urbanisme}/api/session/sign-in`, { headers }));
    const target = new URL(answer.headers.get("location") ?? "");
    expect(target.searchParams.get("redirect_uri")).toBe(`${urbanisme}/api/auth/callback/archipel`);
    expect(target.searchParams.get("client_id")).toBe(portalClientId("urbanisme"));
  });

  it("serves a portal as soon as the portal exists", async () => {
    const asked = () => sessions.routes.signIn(new Request("http://neuf.localhost:3000/", { headers: { host: "neuf.localhost:3000" } }));
    expect((await asked()).status).toBe(404);
    await hub.addPortal("neuf");
    expect((await asked()).status).toBe(302);
  });
});

describe("the way to core-api", () => {
  it("adds the token of the session", async () => {
    const browser = newBrowser();
    await signIn(browser);
    const me = await browser.open(`${urbanisme}/api/core/trpc/identity.me`);
    expect(me.text).toContain("camille@example.org");
    expect((await newBrowser().open(`${urbanisme}/api/core/trpc/identity.me`)).text).toContain("null");
  });

  it("refuses changes requested by another site's page, and routes that are not for browsers", async () => {
    const call = (path: string[], init: RequestInit) =>
      sessions.routes.core(
        new Request(`${urbanisme}/api/core/${path.join("/")}`, { ...init, headers: { host: "urbanisme.localhost:3000", ...init.headers } }),
        {
          params: Promise.resolve({ path }),
        },
      );
    for (const headers of [{ "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "same-site" }, { origin: risques }, {}]) {
      expect((await call(["trpc", "identity.updateProfile"], { method: "POST", body: "{}", headers })).status).toBe(403);
    }
    expect(
      (
        await call(["trpc", "identity.updateProfile"], {
          method: "POST",
          body: "{}",
          headers: { origin: urbanisme, "content-type": "application/json" },
        })
      ).status,
    ).toBe(401);
    for (const path of [["oidc", "token"], ["hub", "session"], ["metrics"], ["mailbox"], ["trpc", "..", "metrics"]]) {
      expect((await call(path, { method: "GET" })).status).toBe(404);
    }
  });

  it("streams a body without buffering, without the browser's cookies and with its own forwarded headers", async () => {
    const seen: { headers: Record<string, unknown>; chunks: number } = { headers: {}, chunks: 0 };
    let firstChunk: () => void = () => {};
    const sawFirst = new Promise<void>((resolve) => {
      firstChunk = resolve;
    });
    const core = createServer((request, response) => {
      seen.headers = request.headers;
      request.on("data", () => {
        seen.chunks++;
        firstChunk();
      });
      request.on("end", () =>
        response.writeHead(201, { location: "/uploads/abc?x=1", "set-cookie": "stolen=1", "upload-offset": "6" }).end(),
      );
    });
    await new Promise<void>((resolve) => core.listen(0, "127.0.0.1", resolve));
    const port = (core.address() as AddressInfo).port;
    const { forwardToCore } = await import("@archipel/session/core-gateway.ts");
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(new TextEncoder().encode("abc"));
        // Only a gateway that does not wait for the whole body gets here.
        await sawFirst;
        controller.enqueue(new TextEncoder().encode("def"));
        controller.close();
      },
    });
    const init: RequestInit & { duplex: "half" } = {
      method: "PATCH",
      body,
      duplex: "half",
      headers: {
        origin: urbanisme,
        cookie: "a=b",
        authorization: "Bearer forged",
        "x-forwarded-for": "6.6.6.6, 10.0.0.7",
        "x-forwarded-host": "evil.example",
      },
    };
    const answer = await forwardToCore({
      request: new Request(`${urbanisme}/api/core/uploads/abc`, init),
      site: { clientId: "portal-urbanisme", origin: urbanisme },
      coreUrl: `http://127.0.0.1:${port}`,
      path: ["uploads", "abc"],
      accessToken: "true-token",
      mount: "/api/core",
    });
    expect(answer.status).toBe(201);
    expect(Object.fromEntries(answer.headers)).toMatchObject({ location: "/api/core/uploads/abc?x=1", "upload-offset": "6" });
    expect(answer.headers.has("set-cookie")).toBe(false);
    expect(seen.chunks).toBe(2);
    expect(seen.headers).toMatchObject({
      authorization: "Bearer true-token",
      "x-forwarded-for": "10.0.0.7",
      "x-forwarded-host": "urbanisme.localhost:3000",
    });
    expect(seen.headers).not.toHaveProperty("cookie");
    core.close();
  });
});
