import { readFileSync } from "node:fs";
import type { Locale } from "@archipel/contracts/text.ts";
import { translator } from "@archipel/i18n/translator.ts";
import type { FastifyReply } from "fastify";
import { Html, html } from "../html.ts";
import { pagePolicy } from "../page-policy.ts";

const STYLE = readFileSync(new URL("ogc.css", import.meta.url), "utf8");

const POLICY = pagePolicy(STYLE);

/** What a page needs of the request that it answers. */
export interface PageCall {
  readonly base: string;
  readonly locale: Locale;
  readonly query: Readonly<Record<string, string>>;
  readonly catalogue: { readonly name: string | null };
}

export interface Crumb {
  title: string;
  /** Beneath `/ogc`. */
  path: string;
}

/** A whole page, with the way back and the same thing for programs. */
export function page(call: PageCall, title: string, path: string, crumbs: readonly Crumb[], body: Html): string {
  const t = translator(call.locale, "ogc");
  const site = call.catalogue.name ?? "Archipel";
  const asJson = new URLSearchParams({ ...call.query, f: "json" });
  const trail = [{ title: t("start"), path: "" }, ...crumbs];
  return html`<!doctype html>
<html lang="${call.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – ${site}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<header><a class="site" href="${call.base.replace(/\/ogc$/, "/")}">${site}</a>
<nav aria-label="${t("trail")}"><ol>${trail.map((crumb) => html`<li><a href="${call.base}${crumb.path}">${crumb.title}</a></li>`)}</ol></nav></header>
<main>
<h1>${title}</h1>
${body}
</main>
<footer><a href="${call.base}${path}?${asJson.toString()}" rel="alternate" type="application/json">${t("asJson")}</a> · <a href="${call.base}/api?f=html">${t("api")}</a></footer>
</body>
</html>`.toString();
}

export function sendPage(reply: FastifyReply, text: string): FastifyReply {
  return reply
    .header("content-security-policy", POLICY)
    .header("x-content-type-options", "nosniff")
    .type("text/html; charset=utf-8")
    .send(text);
}

/** A table that scrolls by itself on a narrow screen. */
export function table(caption: string, heads: readonly string[], rows: readonly (readonly (string | number | Html | null)[])[]): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table><thead><tr>${heads.map(
    (head) => html`<th scope="col">${head}</th>`,
  )}</tr></thead><tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>`;
}
