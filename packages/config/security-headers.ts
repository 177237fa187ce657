interface PolicyInput {
  readonly nonce: string;
  readonly isDevelopment: boolean;
  /** Another allowed target of forms: the identity hub, where a portal's sign-in continues. */
  readonly formOrigin?: string;
  /** Address of the style of an external basemap, if the operator set one. */
  readonly basemapStyleUrl: string | undefined;
  /** Sites that may show the page in a frame, as the header names them; none by default. */
  readonly frameAncestors?: string | undefined;
  /** Other sites that a page may show in a frame: players of videos, portals in their editor; none by default. */
  readonly frames?: readonly string[] | undefined;
}

/** The nonce of one page: 128 random bits. */
export function newNonce(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
}

/**
 * The policy of both sites: scripts by nonce only, everything else from this host. Style attributes are allowed because panels and
 * maps position themselves by them; style elements need the nonce.
 */
export function contentSecurityPolicy({
  nonce,
  isDevelopment,
  formOrigin,
  basemapStyleUrl,
  frameAncestors = "'none'",
  frames = [],
}: PolicyInput): string {
  const basemap = basemapStyleUrl ? ` ${new URL(basemapStyleUrl).origin}` : "";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    // The development server injects style elements without a nonce.
    isDevelopment ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    `img-src 'self' data: blob:${basemap}`,
    "font-src 'self'",
    `connect-src 'self'${basemap}${isDevelopment ? " ws:" : ""}`,
    "worker-src 'self'",
    `frame-src ${["'self'", ...frames].join(" ")}`,
    "object-src 'none'",
    "base-uri 'none'",
    `form-action 'self'${formOrigin ? ` ${formOrigin}` : ""}`,
    `frame-ancestors ${frameAncestors}`,
  ].join("; ");
}

/** Headers of every answer of a site; `geolocation`: whether its pages may request the visitor's position. */
export function securityHeaders({ geolocation }: { geolocation: boolean }): Readonly<Record<string, string>> {
  return {
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "permissions-policy": `geolocation=(${geolocation ? "self" : ""}), camera=(), microphone=(), payment=(), usb=()`,
    "cross-origin-opener-policy": "same-origin",
  };
}
