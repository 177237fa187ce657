interface PolicyInput {
  readonly nonce: string;
  readonly isDevelopment: boolean;
  /** Origin of an external basemap, when the operator set one. */
  readonly basemapOrigin: string | null;
}

/**
 * The console's policy: scripts by nonce only, everything else from this host. Style attributes are allowed since components
 * place themselves by them; style elements are not.
 */
export function contentSecurityPolicy({ nonce, isDevelopment, basemapOrigin }: PolicyInput): string {
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
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
