import { translator } from "@archipel/i18n/translator.ts";
import type { Collection } from "../../modules/features/collections/service.ts";
import { html } from "../html.ts";
import { type PageCall, page, table } from "./page.ts";

export function schemaPage(call: PageCall, collection: Collection, name: "queryables" | "schema"): string {
  const t = translator(call.locale, "ogc");
  const path = `/collections/${collection.id}`;
  const rows = collection.fields.map((field) => [
    html`<code>${collection.names.get(field.column)}</code>`,
    field.label ?? field.name,
    t(`types.${field.type}`),
  ]);
  const all = [[html`<code>geometry</code>`, t("geometry"), collection.geometryType], ...rows];
  const crumbs = [
    { title: t("collections"), path: "/collections" },
    { title: collection.title, path },
  ];
  return page(call, t(name), `${path}/${name}`, crumbs, table(t(name), [t("field"), t("label"), t("type")], all));
}
