interface PolicyInput {
  readonly nonce: string;
  readonly isDevelopment: boolean;
  /** The identity hub, where sign-in forms end. */
  readonly hubOrigin: string;
  /** Origin of an external basemap, when the operator set one. */
  readonly basemapOrigin: string | null;
}

/**
 * Scripts by nonce only, everything else from this host. Style attributes are allowed since panels and maps place themselves
 * by them; style elements need the nonce.
 */
export function contentSecurityPolicy({ nonce, isDevelopment, hubOrigin, basemapOrigin }: PolicyInput): string {
  const basemap = basemapOrigin ? ` ${basemapOrigin}` : "";
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
    "object-src 'none'",
    "base-uri 'none'",
    `form-action 'self' ${hubOrigin}`,
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Sent with every answer of the site. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "strict-origin-when-cross-origin",
  "permissions-policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=()",
  "cross-origin-opener-policy": "same-origin",
};
