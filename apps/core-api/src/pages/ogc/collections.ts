import { formatNumber } from "@archipel/i18n/format.ts";
import { translator } from "@archipel/i18n/translator.ts";
import type { Collection } from "../../modules/features/collections/service.ts";
import { html } from "../html.ts";
import { type PageCall, page, table } from "./page.ts";

export function collectionsPage(call: PageCall, collections: readonly Collection[]): string {
  const t = translator(call.locale, "ogc");
  const rows = collections.map((collection) => [
    html`<a href="${call.base}/collections/${collection.id}">${collection.title}</a>`,
    collection.datasetTitle,
    collection.featureCount === null ? "" : formatNumber(call.locale, collection.featureCount),
  ]);
  const body =
    rows.length === 0 ? html`<p>${t("noCollections")}</p>` : table(t("collections"), [t("layer"), t("dataset"), t("features")], rows);
  return page(call, t("collections"), "/collections", [], body);
}

export function collectionPage(call: PageCall, collection: Collection): string {
  const t = translator(call.locale, "ogc");
  const path = `/collections/${collection.id}`;
  const { bbox } = collection;
  const body = html`${collection.description ? html`<p>${collection.description}</p>` : null}
<ul>
<li><a href="${call.base}${path}/items">${collection.featureCount === null ? t("showAnyFeatures") : t("showFeatures", { count: collection.featureCount })}</a></li>
<li><a href="${call.base}${path}/queryables">${t("queryables")}</a></li>
<li><a href="${call.base}${path}/schema">${t("schema")}</a></li>
</ul>
<dl>
<dt>${t("dataset")}</dt><dd>${collection.datasetTitle}</dd>
${bbox ? html`<dt>${t("extent")}</dt><dd>${bbox.map((side) => side.toFixed(4)).join(", ")}</dd>` : null}
<dt>${t("storageCrs")}</dt><dd><code>${collection.storageCrs.uri}</code></dd>
<dt>${t("crs")}</dt><dd>${collection.crs.map(({ uri }) => html`<code>${uri}</code><br>`)}</dd>
</dl>`;
  return page(call, collection.title, path, [{ title: t("collections"), path: "/collections" }], body);
}
