import { createHash, randomBytes } from "node:crypto";
import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { NextApiRequest, NextApiResponse } from "next";
import NextAuth, { type AuthOptions } from "next-auth";
import { trustGivenHost } from "./env.ts";
import type { Site } from "./site.ts";

trustGivenHost();

interface AuthCall {
  readonly site: Site;
  readonly options: AuthOptions;
  readonly method: "GET" | "POST";
  /** The path after `/api/auth/`: `["callback", "archipel"]`. */
  readonly action: readonly string[];
  readonly query: Readonly<Record<string, string>>;
  readonly cookies: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, string>>;
}

/**
 * Runs next-auth for one call. Uses its request-and-response form, in which we set the host and scheme that it trusts: they come from the
 * portals table, whatever the request's headers say.
 */
export async function runAuth(call: AuthCall): Promise<Response> {
  const { host, protocol } = new URL(call.site.origin);
  const request: NextApiRequest = Object.assign(new IncomingMessage(new Socket()), {
    method: call.method,
    headers: { host, "x-forwarded-proto": protocol.slice(0, -1) },
    cookies: { ...call.cookies },
    query: { ...call.query, nextauth: [...call.action] },
    body: { ...call.body },
    env: {},
  });
  const answer = new CapturedResponse(request);
  await NextAuth(request, answer, call.options);
  return answer.toResponse();
}

/** Starts a sign-in from a plain link: creates the CSRF pair that next-auth expects from its own form. */
export function startSignIn(
  call: Omit<AuthCall, "method" | "action" | "body"> & { callbackUrl: string; provider: string },
): Promise<Response> {
  const token = randomBytes(32).toString("hex");
  const hash = createHash("sha256").update(`${token}${call.options.secret}`).digest("hex");
  const csrfCookie = call.options.cookies?.csrfToken?.name ?? "next-auth.csrf-token";
  return runAuth({
    ...call,
    method: "POST",
    action: ["signin", call.provider],
    cookies: { ...call.cookies, [csrfCookie]: `${token}|${hash}` },
    body: { csrfToken: token, callbackUrl: call.callbackUrl },
  });
}

/** Keeps the answer of next-auth instead of writing it to a socket. */
class CapturedResponse extends ServerResponse<IncomingMessage> implements NextApiResponse {
  #body: string | null = null;

  status(code: number): this {
    this.statusCode = code;
    return this;
  }
  send(body: unknown): void {
    this.#body = typeof body === "string" || body === undefined || body === null ? (body ?? null) : JSON.stringify(body);
  }
  json(body: unknown): void {
    this.setHeader("content-type", "application/json");
    this.#body = JSON.stringify(body);
  }
  redirect(first: string | number, second?: string): this {
    this.statusCode = typeof first === "number" ? first : 307;
    this.setHeader("location", second ?? String(first));
    return this;
  }
  setDraftMode(): this {
    return this;
  }
  setPreviewData(): this {
    return this;
  }
  clearPreviewData(): this {
    return this;
  }
  async revalidate(): Promise<void> {}

  toResponse(): Response {
    const headers = new Headers({ "cache-control": "no-store" });
    for (const [name, value] of Object.entries(this.getHeaders())) {
      for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) headers.append(name, String(one));
    }
    const hasBody = this.statusCode !== 204 && this.statusCode !== 304;
    return new Response(hasBody ? this.#body : null, { status: this.statusCode, headers });
  }
}
