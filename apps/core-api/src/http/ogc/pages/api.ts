import { translator } from "@archipel/i18n/translator.ts";
import { html } from "../../oidc/hub/html.ts";
import type { Call } from "../call.ts";
import { page, table } from "./page.ts";

export function apiPage(call: Call, operations: readonly { method: string; path: string; summary: string }[]): string {
  const t = translator(call.locale, "ogc");
  const rows = operations.map(({ method, path, summary }) => [method, html`<code>${path}</code>`, html`<span lang="en">${summary}</span>`]);
  return page(call, t("api"), "/api", [], table(t("api"), [t("method"), t("address"), t("what")], rows));
}
