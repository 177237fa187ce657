import { createHash } from "node:crypto";

/** Next lets the browser draw a page that was not found: its theme is then no style of the document, and would need the nonce. */
const DRAWN_LATER = '<html id="__next_error__"';

/** A document that can be sent to everyone, and the policy that lets a browser run its scripts and no others. */
export interface FixedDocument {
  readonly html: string;
  readonly policy: string;
}

const ATTRIBUTES = String.raw`((?: [\w:-]+(?:="[^"<>]*")?)*)`;
const SCRIPT = new RegExp(`<script${ATTRIBUTES}>([\\s\\S]*?)</script>`, "g");
const PRELOAD = new RegExp(`<link${ATTRIBUTES}/?>`, "g");
const STYLE = new RegExp(`<style${ATTRIBUTES}>([\\s\\S]*?)</style>`, "g");

/**
 * Loads the files of scripts once the page is painted: its styles, fonts and pictures come first, and it can be read. A page that is not
 * painted, as in a hidden tab, gets them after a moment. Presses before that are repeated (`EarlyPress`).
 */
const LOADER = `(function(){var done=false;function load(){if(done)return;done=true;FILES.forEach(function(f){
var s=document.createElement("script");s.setAttribute("src",f.src);if(f.id)s.id=f.id;if(f.old)s.noModule=true;if(f.module)s.type="module";document.head.append(s)})}
try{new PerformanceObserver(function(l){if(l.getEntriesByName("first-contentful-paint").length)load()}).observe({type:"paint",buffered:true})}catch(e){load()}
setTimeout(load,3000)})()`;

/**
 * A page as Next draws it lets its own scripts run by a nonce, which must differ in each answer. For an answer that is sent many times, the
 * scripts that have the nonce are allowed by the hashes of their texts instead. Markup that somebody brought into the page does not know the
 * nonce, so it is not allowed, as before.
 *
 * Scripts of files get no hash: one small script loads them, which `'strict-dynamic'` allows. The inline scripts of the body, which only
 * hand over data in their order, become one at its end, so that the header stays short.
 *
 * @param policy the page's content security policy, with its nonce; null when it has another form, and the page must not be kept
 */
export function fixedDocument(html: string, policy: string): FixedDocument | null {
  const nonce = /'nonce-([\w+/=-]{16,})' 'strict-dynamic'/.exec(policy)?.[1];
  const bodyAt = html.indexOf("<body");
  if (nonce === undefined || bodyAt < 0 || !html.includes("</body>") || html.includes(DRAWN_LATER)) return null;
  const own = ` nonce="${nonce}"`;
  const files: string[] = [];
  const head: string[] = [];
  const body: string[] = [];
  const withoutScripts = html.replace(SCRIPT, (script: string, attributes: string, text: string, at: number) => {
    if (!attributes.includes(own)) return script;
    const src = / src="([^"]+)"/.exec(attributes)?.[1];
    if (src !== undefined) {
      files.push(
        JSON.stringify({
          src: unescaped(src),
          id: / id="([^"]+)"/.exec(attributes)?.[1],
          old: / nomodule\b/i.test(attributes) || undefined,
          module: / type="module"/.test(attributes) || undefined,
        }),
      );
      return "";
    }
    if (at > bodyAt) {
      body.push(text);
      return "";
    }
    head.push(text);
    return `<script>${text}</script>`;
  });
  const styles: string[] = [];
  const withoutNonces = withoutScripts
    .replace(STYLE, (style: string, attributes: string, text: string) => {
      if (!attributes.includes(own)) return style;
      styles.push(text);
      return `<style${attributes.replace(own, "")}>${text}</style>`;
    })
    // A preload has no hash by which the policy could allow it; the loader asks for the file as early.
    .replace(PRELOAD, (link: string, attributes: string) => (attributes.includes(own) && attributes.includes(' as="script"') ? "" : link))
    .replaceAll(own, "")
    .replaceAll(nonce, "");
  const loader = LOADER.replace("FILES", () => `[${files.join(",").replaceAll("<", "\\u003c")}]`);
  const last = body.map((text) => text.replaceAll(nonce, "")).join(";\n");
  const inserted = at(
    at(withoutNonces, /<head[^>]*>/, `<script>${loader}</script>`),
    /<\/body>(?![\s\S]*<\/body>)/,
    `<script>${last}</script>`,
    true,
  );
  const hashes = (texts: readonly string[]) => [...new Set(texts.map(hashOf))].join(" ");
  const fixedPolicy = policy
    .replace(
      `'nonce-${nonce}' 'strict-dynamic'`,
      `'strict-dynamic' ${hashes([loader, ...head.map((text) => text.replaceAll(nonce, "")), last])}`,
    )
    .replace(` 'nonce-${nonce}'`, styles.length > 0 ? ` ${hashes(styles)}` : "");
  // Something else has the nonce: a form of the page that this function does not know.
  return fixedPolicy.includes(nonce) || inserted === null ? null : { html: inserted, policy: fixedPolicy };
}

/** Inserts a text behind the first match, or before it; null when there is no match. */
function at(html: string | null, place: RegExp, text: string, isBefore = false): string | null {
  const match = html === null ? null : place.exec(html);
  if (html === null || match === null) return null;
  const index = isBefore ? match.index : match.index + match[0].length;
  return html.slice(0, index) + text + html.slice(index);
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

function unescaped(attribute: string): string {
  return attribute.replaceAll("&amp;", "&").replaceAll("&quot;", '"').replaceAll("&#x27;", "'");
}
