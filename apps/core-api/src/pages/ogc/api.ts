import type { AreaMessages } from "@archipel/i18n/messages.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { html } from "../html.ts";
import { type PageCall, page, table } from "./page.ts";

/** Each has its sentence in the page's languages. */
export type OperationId = keyof AreaMessages["ogc"]["operations"];

export interface NamedOperation {
  readonly method: string;
  readonly path: string;
  readonly operationId: OperationId;
}

export function apiPage(call: PageCall, operations: readonly NamedOperation[]): string {
  const t = translator(call.locale, "ogc");
  const rows = operations.map(({ method, path, operationId }) => [method, html`<code>${path}</code>`, t(`operations.${operationId}`)]);
  return page(call, t("api"), "/api", [], table(t("api"), [t("method"), t("address"), t("what")], rows));
}
