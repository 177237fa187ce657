import { locales } from "@archipel/contracts/text.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { type Html, html } from "../html.ts";
import { artOf } from "./art.ts";
import { backLabel, type Face, faceQuery } from "./face.ts";

interface Page {
  face: Face;
  title: string;
  body: Html;
  /** The page's own path, for the language links; none where it cannot be asked again. */
  path: string | null;
  /** Other parts of its query that a language link keeps. */
  query?: Record<string, string>;
  /** Forms stand beside a drawing; the mailbox takes the whole width. */
  kind?: "form" | "mailbox";
  /** Loads the script of passkeys: the policy of the page must allow it (`sendPage`). */
  hasScript?: boolean;
}

/** A whole page of the hub, in the branding of the site that sent the person. No inline script or style; only the script of passkeys, where a form needs it. */
export function renderPage({ face, title, body, path, query = {}, kind = "form", hasScript = false }: Page): string {
  const { site, siteName, locale } = face;
  const mode = site.theme.defaultMode;
  const look = `client=${encodeURIComponent(site.clientId)}&v=${site.version}`;
  return html`<!doctype html>
<html lang="${locale}"${mode === "system" ? null : html` data-mode="${mode}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} – ${siteName}</title>
<link rel="icon" href="/hub/assets/logo.svg?${look}">
<link rel="stylesheet" href="/hub/assets/theme.css?${look}">
<link rel="stylesheet" href="/hub/assets/hub.css">
${hasScript ? html`<script src="/hub/assets/passkeys.js" defer></script>` : null}
</head>
<body>
<div class="pane">
<header class="top">
<a class="brand" href="${site.origin}/">${site.logoPath ? html`<img src="${site.logoPath}" alt="" height="36">` : html`<span class="mark"></span>`}<span>${siteName}</span></a>
${path === null ? null : languageLinks(face, path, query)}
</header>
<main id="main" class="sheet${kind === "mailbox" ? " mailbox" : ""}">
${body}
</main>
<footer class="foot">
<a href="${site.origin}/">${backLabel(face)}</a>
</footer>
</div>
${kind === "form" ? art(face) : null}
</body>
</html>`.toString();
}

/** The drawing beside the form, with the site's name and tagline. Purely decorative. */
function art({ site, siteName, locale }: Face): Html {
  const tagline = site.tagline[locale] ?? site.tagline.fr;
  return html`<div class="art" aria-hidden="true">
${artOf(site.theme.map.look)}
<div class="art-words"><p class="art-name">${siteName}</p>${tagline ? html`<p class="art-tagline">${tagline}</p>` : null}</div>
</div>`;
}

function languageLinks(face: Face, path: string, query: Record<string, string>): Html | null {
  const t = translator(face.locale, "hub");
  const others = locales.filter((locale) => locale !== face.locale && face.site.locales.includes(locale));
  if (others.length === 0) return null;
  return html`<nav class="languages" aria-label="${t("language")}">${others.map(
    (locale) =>
      html`<a href="${path}?${faceQuery({ ...face, chosenLocale: locale }, query)}" lang="${locale}" hreflang="${locale}">${t(`languages.${locale}`)}</a>`,
  )}</nav>`;
}
