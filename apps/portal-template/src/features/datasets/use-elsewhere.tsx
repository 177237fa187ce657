import type { Dataset } from "@archipel/contracts/datasets.ts";
import { CopyButton } from "@archipel/ui/copy-button.tsx";
import { getTranslations } from "next-intl/server";
import { links } from "../../links.ts";

/** Copyable addresses for QGIS, GDAL and scripts, for the first layer; those of other layers differ only by the id. */
export async function UseElsewhere({ dataset, origin }: { readonly dataset: Dataset; readonly origin: string }) {
  const [t, tActions] = await Promise.all([getTranslations("portal.dataset.use"), getTranslations("common.actions")]);
  const first = dataset.layers.find(({ abilities }) => abilities.includes("tiles"));
  const layer = first ?? dataset.layers[0];
  if (!layer) return null;
  const cloud = dataset.layers.find(({ kind }) => kind === "pointcloud");
  const heights = dataset.layers.find(({ kind }) => kind === "elevation");
  const geojson = `${origin}${links.layerDownload(layer.id, "geojson")}`;
  const ofFeatures = [
    { key: "qgisTiles", code: `${origin}${links.tiles(layer.id)}` },
    { key: "ogc", code: `${origin}${links.ogc()}` },
    { key: "qgisFile", code: geojson },
    { key: "gdal", code: `ogr2ogr ${layer.name}.gpkg "/vsicurl/${geojson}" -nln ${layer.name}` },
    { key: "web", code: `map.addSource("${layer.name}", { type: "vector", url: "${origin}${links.tileJson(layer.id)}" })` },
  ] as const;
  const recipes = [
    ...(cloud ? [{ key: "stac", code: `${origin}${links.stac(cloud.id)}` } as const] : []),
    ...(heights ? [{ key: "heights", code: `${origin}${links.heights(dataset.slug, heights.bbox)}` } as const] : []),
    ...(first ? ofFeatures : []),
  ];
  return (
    <section aria-labelledby="elsewhere">
      <h2 id="elsewhere" className="text-title">
        {t("title")}
      </h2>
      <p className="mt-1 mb-4 max-w-prose text-ink-muted">{t("text", { layer: layer.title })}</p>
      <dl className="divide-y divide-line rounded-card border border-line bg-surface">
        {recipes.map(({ key, code }) => (
          <div key={key} className="px-5 py-4">
            <dt className="font-medium">{t(`recipes.${key}.title`)}</dt>
            <dd>
              <p className="text-ink-muted text-small">{t(`recipes.${key}.text`)}</p>
              <div className="mt-2 flex flex-wrap items-center gap-2">
                <input
                  readOnly
                  value={code}
                  aria-label={t(`recipes.${key}.title`)}
                  className="figures min-h-10 min-w-0 flex-1 basis-64 rounded-control bg-sunken px-3 text-small"
                />
                <CopyButton text={code} label={tActions("copy")} copiedLabel={tActions("copied")} />
              </div>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
