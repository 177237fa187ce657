import type { FastifyReply } from "fastify";

/**
 * The policy of the hub's pages: forms lead back here, and to the site that sent the person.
 *
 * @param hasScript the page has the form of a passkey, which only a script can fill in; other pages run none
 */
export function hubHeaders(formTargets: readonly string[] = [], hasScript = false): Record<string, string> {
  return {
    "content-security-policy": [
      "default-src 'none'",
      "style-src 'self'",
      "img-src 'self'",
      "font-src 'self'",
      "frame-src 'self'",
      ...(hasScript ? ["script-src 'self'", "connect-src 'self'"] : []),
      // Browsers hold the redirects after a form to this list as well.
      `form-action 'self' ${[...new Set(formTargets)].join(" ")}`.trim(),
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ].join("; "),
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
  };
}

export function sendPage(
  reply: FastifyReply,
  page: string,
  formTargets: readonly string[] = [],
  status = 200,
  hasScript = false,
): FastifyReply {
  return reply.status(status).headers(hubHeaders(formTargets, hasScript)).type("text/html; charset=utf-8").send(page);
}
