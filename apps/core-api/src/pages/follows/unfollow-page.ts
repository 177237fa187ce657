import { readFileSync } from "node:fs";
import type { Locale } from "@archipel/i18n/locales.ts";
import { errorText, translator } from "@archipel/i18n/translator.ts";
import { Html, html } from "../html.ts";

const BUTTON = `
button { margin-top: 1rem; min-height: 3rem; padding: 0 1.25rem; border: 0; border-radius: 0.25rem; background: var(--accent);
  color: var(--ground); font: inherit; font-weight: 600; cursor: pointer; }
button:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }
`;
/** The plain look of the pages that a link opens outside any portal. */
export const UNFOLLOW_STYLE = readFileSync(new URL("../answers/verify.css", import.meta.url), "utf8") + BUTTON;

export type UnfollowState = { state: "asked"; label: string } | { state: "done" } | { state: "invalid" };

/** Asks whether to stop following a subject, and says that it is stopped. The form goes to the page's own address. */
export function unfollowPage(locale: Locale, found: UnfollowState): string {
  const t = translator(locale, "follows");
  const body = {
    asked: () => html`<div class="outcome"><strong>${t("unfollow.ask", { label: found.state === "asked" ? found.label : "" })}</strong>
<p>${t("unfollow.text")}</p></div>
<form method="post"><button type="submit">${t("unfollow.action")}</button></form>`,
    done: () => html`<div class="outcome unchanged"><strong>${t("unfollow.done")}</strong><p>${t("unfollow.doneText")}</p></div>`,
    invalid: () =>
      html`<div class="outcome"><strong>${t("unfollow.invalid")}</strong><p>${errorText(locale, "unfollow-invalid")}</p></div>`,
  }[found.state]();
  return pageOf(locale, t("unfollow.title"), body);
}

export type FollowState =
  | { state: "asked" | "done"; kind: "place" | "news" | "alerts"; label: string; site: string; answers: string | null }
  | { state: "invalid" };

/** Asks a guest whether they follow a place, the news or the alerts, and says that they do. */
export function followPage(locale: Locale, found: FollowState): string {
  const t = translator(locale, "follows");
  if (found.state === "invalid") {
    return pageOf(
      locale,
      t("guest.page.title.place"),
      html`<div class="outcome"><strong>${t("guest.page.invalid")}</strong><p>${errorText(locale, "follow-link-invalid")}</p></div>`,
    );
  }
  const { kind, label, site } = found;
  const body =
    found.state === "asked"
      ? html`<div class="outcome"><strong>${t(`guest.page.ask.${kind}`, { label })}</strong><p>${t(`guest.page.text.${kind}`, { site })}</p></div>
<form method="post"><button type="submit">${t(`guest.page.action.${kind}`)}</button></form>`
      : html`<div class="outcome unchanged"><strong>${t(`guest.page.done.${kind}`, { label })}</strong><p>${t("guest.page.doneText", { site })}</p></div>`;
  const back = found.answers === null ? html`` : html`<p><a href="${found.answers}">${t("guest.page.back", { site })}</a></p>`;
  return pageOf(locale, t(`guest.page.title.${kind}`), html`${body}${back}`);
}

function pageOf(locale: Locale, title: string, body: Html): string {
  return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Html(UNFOLLOW_STYLE)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>`.toString();
}
