import { translator } from "@archipel/i18n/translator.ts";
import { html } from "../html.ts";
import { type PageCall, page } from "./page.ts";

export function landingPage(call: PageCall): string {
  const t = translator(call.locale, "ogc");
  const { base } = call;
  const body = html`<p>${t("lead")}</p>
<ul>
<li><a href="${base}/collections">${t("collections")}</a></li>
<li><a href="${base}/api?f=html">${t("api")}</a></li>
<li><a href="${base}/conformance">${t("conformance")}</a></li>
</ul>
<h2>${t("use")}</h2>
<dl><dt>QGIS</dt><dd>${t("useQgis")} <code>${base}</code></dd><dt>GDAL</dt><dd><code>ogrinfo OAPIF:${base}</code></dd></dl>
<h2>${t("keyTitle")}</h2>
<p>${t("keyLead")}</p>
<dl><dt>QGIS</dt><dd>${t("keyQgis")} <code>Authorization</code> = <code>Bearer ${t("keySample")}</code></dd>
<dt>GDAL</dt><dd><code>GDAL_HTTP_AUTH=BEARER GDAL_HTTP_BEARER=${t("keySample")} ogrinfo OAPIF:${base}</code></dd>
<dt>curl</dt><dd><code>curl -H "Authorization: Bearer ${t("keySample")}" ${base}/collections</code></dd></dl>`;
  return page(call, t("title"), "", [], body);
}

export function conformancePage(call: PageCall, classes: readonly string[]): string {
  const t = translator(call.locale, "ogc");
  const body = html`<ul>${classes.map((name) => html`<li><code>${name}</code></li>`)}</ul>`;
  return page(call, t("conformance"), "/conformance", [], body);
}
