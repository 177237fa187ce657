import { createHash } from "node:crypto";

/**
 * The content security policy of a page of core-api: no script, no image, one style sheet, known by its hash.
 *
 * @param formAction where its forms may be sent; by default it has none
 */
export function pagePolicy(style: string, formAction: "'none'" | "'self'" = "'none'"): string {
  return [
    "default-src 'none'",
    `style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'`,
    "base-uri 'none'",
    `form-action ${formAction}`,
    "frame-ancestors 'none'",
  ].join("; ");
}
