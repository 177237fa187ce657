import type { CloudCoverage } from "@archipel/contracts/clouds.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { getLocale, getTranslations } from "next-intl/server";
import { coverageOf } from "./loaders.ts";

const COLUMNS = ["product", "year", "tiles", "area", "points"] as const;
const isNumber = (column: (typeof COLUMNS)[number]) => column !== "product" && column !== "year";

/** The ground that the tiles of a point cloud cover, by product and year of measurement. Nothing when it cannot be read. */
export async function CoverageSection({ layerId }: { readonly layerId: string }) {
  const [locale, t, tProducts, rows] = await Promise.all([
    getLocale(),
    getTranslations("clouds.coverage"),
    getTranslations("clouds.products"),
    coverageOf(layerId),
  ]);
  if (rows.length === 0) return null;
  const number = (value: number) => formatNumber(locale, value);
  const area = ({ squareKilometres }: CloudCoverage) =>
    squareKilometres === null ? "–" : number(Math.round(squareKilometres * 100) / 100);
  const hasArea = rows.every(({ squareKilometres }) => squareKilometres !== null);
  const total = rows.reduce((sum, { squareKilometres }) => sum + (squareKilometres ?? 0), 0);
  return (
    <section aria-labelledby="coverage">
      <h2 id="coverage" className="mb-2 text-title">
        {t("title")}
      </h2>
      <p className="mb-4 max-w-prose text-ink-muted">
        {hasArea ? t("lead", { area: number(Math.round(total * 100) / 100) }) : t("leadPlain")}
      </p>
      <div className="overflow-x-auto rounded-card border border-line bg-surface">
        <table className="w-full text-left">
          <thead>
            <tr className="border-line border-b">
              {COLUMNS.map((column) => (
                <th key={column} scope="col" className={`px-4 py-2 font-medium ${isNumber(column) ? "text-right" : ""}`}>
                  {t(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {rows.map((row) => (
              <tr key={`${row.product} ${row.year}`}>
                <td className="px-4 py-2">{row.product === null ? t("otherProduct") : tProducts(row.product)}</td>
                <td className="figures px-4 py-2">{row.year ?? t("noYear")}</td>
                <td className="figures px-4 py-2 text-right">{number(row.tiles)}</td>
                <td className="figures px-4 py-2 text-right">{area(row)}</td>
                <td className="figures px-4 py-2 text-right">{number(row.points)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
