import { readFileSync } from "node:fs";
import type { Locale } from "@archipel/i18n/locales.ts";
import { errorText, translator } from "@archipel/i18n/translator.ts";
import type { DomainError } from "../kernel/domain-error.ts";
import { Html, html } from "./html.ts";
import { pagePolicy } from "./page-policy.ts";

const STYLE = readFileSync(new URL("answers/verify.css", import.meta.url), "utf8");

export const UNAVAILABLE_POLICY = pagePolicy(STYLE);

/** The page of any address that a person opens while the database cannot serve. It needs nothing of the database, not even the look of a portal. */
export function unavailablePage(locale: Locale, { code, params }: DomainError): string {
  const t = translator(locale, "common");
  const title = t("unavailable.title");
  return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<div class="outcome"><p>${errorText(locale, code, params)}</p></div>
</main>
</body>
</html>`.toString();
}
