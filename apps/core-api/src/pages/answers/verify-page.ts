import { readFileSync } from "node:fs";
import { formatCoordinates, formatDateTime } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { errorText, translator } from "@archipel/i18n/translator.ts";
import type { DomainError } from "../../kernel/domain-error.ts";
import type { Verification } from "../../modules/answers/service/verify.ts";
import { Html, html } from "../html.ts";
import { pagePolicy } from "../page-policy.ts";

const STYLE = readFileSync(new URL("verify.css", import.meta.url), "utf8");

export const VERIFY_POLICY = pagePolicy(STYLE);

/** Whether the answer of a document still holds, and what changed. */
export function verifyPage(found: Verification, community: string): string {
  const { locale, outcome, createdAt, place, changed, placeChanged, themesChanged } = found;
  const t = translator(locale, "answers");
  const heading = outcome === "incomplete" ? t("verify.notChecked") : t(`verify.${outcome}`);
  const text = outcome === "incomplete" ? t("verify.notCheckedText") : t(`verify.${outcome}Text`);
  const commune = [place.commune.name, place.commune.insee].filter(Boolean).join(" · ");
  const label = place.parcels ? place.label : formatCoordinates(locale, place.centre[0], place.centre[1]);
  const isSame = outcome === "unchanged";
  return shell(
    locale,
    t("verify.title"),
    html`<div class="outcome ${outcome}"><strong>${heading}</strong><p>${text}</p></div>
${!isSame && placeChanged && html`<p>${t("verify.placeChanged")}</p>`}
${!isSame && themesChanged && html`<p>${t("verify.rulesChanged")}</p>`}
${
  !isSame &&
  changed.length > 0 &&
  html`<h2>${t("verify.themes")}</h2>
<ul>${changed.map(({ title }) => html`<li lang="${title.lang}">${title.text}</li>`)}</ul>`
}
<dl><dt>${t("verify.place")}</dt><dd>${label}${commune !== "" && html`<br>${commune}`}</dd>
<dt>${t("verify.created")}</dt><dd><time datetime="${createdAt}">${formatDateTime(locale, createdAt)}</time></dd>
<dt>${t("print.facts.issuer")}</dt><dd>${community}</dd></dl>
<p><a href="${newReport(found)}" rel="nofollow">${t("verify.new")}</a></p>`,
  );
}

/** Why nothing could be compared. */
export function verifyProblemPage(locale: Locale, { code, kind, params }: DomainError): string {
  const t = translator(locale, "answers");
  const isInvalid = code === "verify-invalid";
  const isGone = kind === "not-found" || kind === "invalid";
  const heading = isInvalid ? t("verify.invalid") : isGone ? t("verify.gone") : t("verify.notChecked");
  const text = isInvalid ? t("verify.invalidText") : isGone ? t("verify.goneText") : errorText(locale, code, params);
  return shell(locale, t("verify.title"), html`<div class="outcome"><strong>${heading}</strong><p>${text}</p></div>`);
}

/** The same place asked again. */
function newReport({ asked, portalId, locale }: Verification): string {
  const place =
    asked.kind === "parcels"
      ? { parcels: asked.ids.join(",") }
      : asked.kind === "link"
        ? { link: asked.id }
        : {
            lon: String(asked.lon),
            lat: String(asked.lat),
            ...(asked.precision === "exact" ? {} : { precision: asked.precision }),
          };
  return `/report.pdf?${new URLSearchParams({ portal: portalId, ...place, lang: locale })}`;
}

function shell(locale: Locale, title: string, body: Html): string {
  const t = translator(locale, "answers");
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
${body}
</main>
<footer>${t("verify.note")}</footer>
</body>
</html>`.toString();
}
