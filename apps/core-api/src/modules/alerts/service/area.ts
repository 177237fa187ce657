import type { AlertArea } from "@archipel/contracts/alerts.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { assertFewCrossingsIn } from "../../../kernel/few-crossings.ts";
import { shapeOfCommunes } from "../../search/communes/shape-of-communes.ts";
import { drawnArea } from "../queries/kept.ts";

/**
 * The shape of an area as hexadecimal EWKB (EPSG:4326); null: the whole portal.
 *
 * @throws DomainError when a commune is in no public layer of the portal, or the drawn area is not valid or crosses itself too often
 */
export async function shapeOf(core: Core, portalId: string, area: AlertArea): Promise<string | null> {
  if (area.kind === "portal") return null;
  if (area.kind === "communes") {
    const { shape, missing } = await shapeOfCommunes(
      core,
      portalId,
      area.communes.map(({ code }) => code),
    );
    const names = area.communes.filter(({ code }) => missing.includes(code)).map(({ name }) => name);
    if (shape === null || names.length > 0) throw new DomainError("invalid", "alert-commune-unknown", { names: names.join(", ") }, "area");
    return shape;
  }
  const { geometry } = area;
  assertFewCrossingsIn(geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates, "area");
  const shape = await core.database.sqlAs({ role: "system" }, (sql) => drawnArea(sql, geometry));
  if (shape === null) throw new DomainError("invalid", "alert-area-invalid", {}, "area");
  return shape;
}
