import { translator } from "@archipel/i18n/translator.ts";
import type { Attribute } from "../../layer-store/tables/attribute-columns.ts";
import type { Collection, Item } from "../../modules/features/collections/service.ts";
import { type Html, html } from "../html.ts";
import { type Crumb, type PageCall, page, table } from "./page.ts";

function crumbsOf(call: PageCall, collection: Collection): Crumb[] {
  const t = translator(call.locale, "ogc");
  return [
    { title: t("collections"), path: "/collections" },
    { title: collection.title, path: `/collections/${collection.id}` },
  ];
}

function shown(value: Attribute | undefined): string | Html {
  if (value === null || value === undefined) return "";
  const text = String(value);
  return /^https?:\/\/\S+$/.test(text) ? html`<a href="${text}" rel="nofollow noreferrer">${text}</a>` : text;
}

export function itemsPage(
  call: PageCall,
  collection: Collection,
  { items, matched, next }: { items: readonly Item[]; matched: number | null; next: string | null },
): string {
  const t = translator(call.locale, "ogc");
  const path = `/collections/${collection.id}/items`;
  const heads = ["n°", ...collection.fields.map((field) => field.label ?? field.name)];
  const rows = items.map((item) => [
    html`<a href="${call.base}${path}/${item.fid}">${item.fid}</a>`,
    ...collection.fields.map(({ column }) => shown(item.properties[column])),
  ]);
  const body = html`${matched === null ? null : html`<p class="quiet">${t("matched", { count: matched })}</p>`}
${rows.length === 0 ? null : table(collection.title, heads, rows)}
${next === null ? null : html`<p><a class="next" rel="next" href="${next}">${t("next")}</a></p>`}`;
  return page(call, t("itemsOf", { layer: collection.title }), path, crumbsOf(call, collection), body);
}

export function itemPage(call: PageCall, collection: Collection, item: Item): string {
  const t = translator(call.locale, "ogc");
  const path = `/collections/${collection.id}/items`;
  const body = html`<dl>${collection.fields.map(
    (field) => html`<dt>${field.label ?? field.name}</dt><dd>${shown(item.properties[field.column])}</dd>`,
  )}<dt>${t("version")}</dt><dd>${item.version}</dd></dl>
<h2>${t("geometry")}</h2>
<pre tabindex="0">${item.geojson ?? t("noGeometry")}</pre>`;
  const crumbs = [...crumbsOf(call, collection), { title: t("features"), path }];
  return page(call, item.label, `${path}/${item.fid}`, crumbs, body);
}
