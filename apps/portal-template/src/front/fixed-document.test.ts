import { createHash } from "node:crypto";
import { contentSecurityPolicy, newNonce } from "@archipel/config/security-headers.ts";
import { describe, expect, test } from "vitest";
import { fixedDocument } from "./fixed-document.ts";

const nonce = newNonce();
const policy = contentSecurityPolicy({ nonce, isDevelopment: false, basemapStyleUrl: undefined, frameAncestors: "'none'" });
const n = ` nonce="${nonce}"`;
const page = (body: string, head = "") =>
  `<!DOCTYPE html><html lang="fr"><head><meta charSet="utf-8"/><link rel="preload" as="script" fetchPriority="low"${n} href="/_next/a.js"/><link rel="stylesheet" href="/a.css"${n} data-precedence="next"/>${head}<script src="/_next/a.js?x=1&amp;y=2" async=""${n}></script></head><body>${body}<script${n}>self.__next_f.push([1,"é \\"nonce\\":\\"${nonce}\\""])</script><script src="/_next/b.js" id="_R_" async=""${n}></script></body></html>`;

/** What a browser allows: inline scripts whose text has a hash of the policy. */
function allowed(html: string, header: string): string[] {
  const hashes = new Set([...header.matchAll(/'(sha256-[^']+)'/g)].map(([, hash]) => hash));
  return [...html.matchAll(/<script((?: [^>]*)?)>([\s\S]*?)<\/script>/g)].flatMap(([, , text = ""]) =>
    hashes.has(`sha256-${createHash("sha256").update(text).digest("base64")}`) ? [text] : [],
  );
}

describe("fixedDocument", () => {
  test("keeps the page's own scripts by hash, and has no nonce in page and policy", () => {
    const fixed = fixedDocument(
      page(`<p>a</p><script${n}>self.a=1</script><p>b</p>`, `<script${n}>early()</script><style${n}>a{}</style>`),
      policy,
    );
    expect(fixed?.html).not.toContain(nonce);
    expect(fixed?.policy).not.toContain("nonce");
    expect(fixed?.html).not.toContain("preload");
    expect(fixed?.html).toContain('<link rel="stylesheet" href="/a.css" data-precedence="next"/>');
    expect(fixed?.policy).toContain("script-src 'self' 'strict-dynamic' 'sha256-");
    expect(fixed?.policy).toMatch(/style-src 'self' 'sha256-[^']+';/);
    const scripts = allowed(fixed?.html ?? "", fixed?.policy ?? "");
    expect(scripts).toHaveLength(3);
    expect(scripts[0]).toContain('"src":"/_next/a.js?x=1&y=2"');
    expect(scripts[0]).toContain('"src":"/_next/b.js","id":"_R_"');
    expect(scripts[1]).toBe("early()");
    // Data in their order, at the end of the body.
    expect(scripts[2]).toMatch(/^self\.a=1;\nself\.__next_f/);
    expect(fixed?.html).toMatch(/<p>a<\/p><p>b<\/p><script>self\.a=1/);
    expect(fixed?.html).not.toContain('/_next/b.js" id');
  });

  test("a module stays a module", () => {
    const { html } = fixedDocument(page(`<script type="module" async="" src="/library.mjs"${n}></script>`), policy) ?? { html: "" };
    expect(html).toContain('{"src":"/library.mjs","module":true}');
    expect(html).not.toContain('src="/library.mjs"');
  });

  test("everything else of the policy stays", () => {
    const rest = (text: string) => text.split("; ").filter((part) => !/^(script|style)-src /.test(part));
    expect(rest(fixedDocument(page(""), policy)?.policy ?? "")).toEqual(rest(policy));
  });

  test("is the same for the same page, whatever its nonce was", () => {
    const other = newNonce();
    const swap = (text: string) => text.replaceAll(nonce, other);
    expect(fixedDocument(swap(page("<p>x</p>")), swap(policy))).toEqual(fixedDocument(page("<p>x</p>"), policy));
  });

  test.each([
    "<script>steal()</script>",
    "<script src=//evil.example></script>",
    '<script nonce="guess">steal()</script>',
    // Takes the tag of the next own script as its attribute.
    '<script src="//evil.example" x="',
    "<script src=//evil.example x=",
    "<script>steal() /*",
    '<style nonce="guess">p{}</style><script>/*</style>steal()</script>',
    "<img onerror=steal()>",
  ])("does not allow what was brought into the page: %s", (markup) => {
    const fixed = fixedDocument(page(markup), policy);
    if (fixed === null) return;
    for (const script of allowed(fixed.html, fixed.policy)) expect(script).not.toContain("steal");
    expect(fixed.policy).not.toMatch(/unsafe-inline'[^;]*script|script-src[^;]*unsafe/);
    expect(fixed.html).not.toMatch(/"src":"\/\/evil/);
  });

  test("refuses a page without body, and a policy of another form", () => {
    expect(fixedDocument("<html></html>", policy)).toBeNull();
    expect(fixedDocument(page(""), "default-src 'self'")).toBeNull();
    // Its browser makes the style of the theme, which no hash of the document would allow.
    expect(fixedDocument(page("").replace('<html lang="fr">', '<html id="__next_error__">'), policy)).toBeNull();
    expect(fixedDocument(page(""), `${policy}; report-to 'nonce-${nonce}'`)).toBeNull();
  });
});
