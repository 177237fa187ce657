interface Cookie {
  host: string;
  name: string;
  value: string;
  path: string;
}

export interface Page {
  url: URL;
  status: number;
  headers: Headers;
  text: string;
}

/** Answers instead of the network for some origins: a site that runs in the test's own process. */
export type Site = (request: Request) => Promise<Response>;

/** A minimal browser for a sign-in: cookies by host and path, redirects, forms. */
export class Browser {
  readonly #cookies: Cookie[] = [];
  readonly #sites: ReadonlyMap<string, Site>;

  readonly #userAgent: string | null;

  constructor(sites: Readonly<Record<string, Site>> = {}, userAgent: string | null = null) {
    this.#sites = new Map(Object.entries(sites));
    this.#userAgent = userAgent;
  }

  /** Goes to an address and follows redirects, until a page or an address outside (one that begins with `stopAt`). */
  async open(address: string | URL, stopAt?: string): Promise<Page> {
    return this.#go(new URL(address), { method: "GET" }, stopAt);
  }

  /** Sends the form of a page whose action contains `action`, its hidden inputs with the given values. `sender` replaces the headers that say whose page it is. */
  async submit(
    page: Page,
    action: string,
    values: Record<string, string>,
    stopAt?: string,
    sender?: Record<string, string>,
  ): Promise<Page> {
    const form = [...page.text.matchAll(/<form[^>]*action="([^"]+)"[^>]*>([\s\S]*?)<\/form>/g)].find(([, target]) =>
      target?.includes(action),
    );
    if (!form?.[1]) throw new Error(`no form to ${action} on ${page.url.href} (status ${page.status}):\n${page.text.slice(0, 2000)}`);
    const hidden = [...(form[2] ?? "").matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = "", value = ""]) => [
      name,
      value,
    ]);
    const body = new URLSearchParams({ ...Object.fromEntries(hidden), ...values });
    const target = new URL(form[1].replaceAll("&amp;", "&"), page.url);
    return this.#go(
      target,
      { method: "POST", body, headers: sender ?? { origin: page.url.origin, "sec-fetch-site": "same-origin" } },
      stopAt,
    );
  }

  /** One request with this browser's cookies, as a script of a page of the same site sends it. Redirects are not followed. */
  fetch(address: string | URL, init: RequestInit = {}): Promise<Response> {
    const url = new URL(address);
    const headers = new Headers(init.headers);
    headers.set("origin", url.origin);
    headers.set("sec-fetch-site", "same-origin");
    return this.#request(url, { ...init, headers });
  }

  cookiesOf(host: string): string[] {
    return this.#cookies.filter((cookie) => cookie.host === host).map(({ name }) => name);
  }

  async #go(start: URL, init: RequestInit, stopAt?: string): Promise<Page> {
    let url = start;
    let next: RequestInit = init;
    for (let hops = 0; hops < 15; hops++) {
      if (stopAt && url.href.startsWith(stopAt)) return { url, status: 0, headers: new Headers(), text: "" };
      const response = await this.#request(url, next);
      const location = response.headers.get("location");
      if (!location || response.status < 300 || response.status >= 400) {
        return { url, status: response.status, headers: response.headers, text: await response.text() };
      }
      await response.body?.cancel();
      url = new URL(location, url);
      next = { method: "GET" };
    }
    throw new Error(`redirected in circles at ${url.href}`);
  }

  async #request(url: URL, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    const cookie = this.#cookies
      .filter(({ host, path }) => host === url.hostname && url.pathname.startsWith(path))
      .map(({ name, value }) => `${name}=${value}`);
    if (cookie.length > 0) headers.set("cookie", cookie.join("; "));
    if (this.#userAgent !== null) headers.set("user-agent", this.#userAgent);
    const site = this.#sites.get(url.origin);
    if (site) headers.set("host", url.host);
    const response = site ? await site(new Request(url, { ...init, headers })) : await fetch(url, { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) this.#keep(url.hostname, line);
    return response;
  }

  #keep(host: string, line: string): void {
    const [pair = "", ...attributes] = line.split(/;\s*/);
    const at = pair.indexOf("=");
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
    const attribute = (key: string) => attributes.find((one) => one.toLowerCase().startsWith(`${key}=`))?.slice(key.length + 1);
    const path = attribute("path") ?? "/";
    const old = this.#cookies.findIndex((cookie) => cookie.host === host && cookie.name === name && cookie.path === path);
    if (old >= 0) this.#cookies.splice(old, 1);
    const expires = attribute("expires");
    const isGone = attribute("max-age") === "0" || (expires !== undefined && new Date(expires).getTime() < Date.now());
    if (!isGone && value) this.#cookies.push({ host, name, value, path });
  }
}
