import { createHash } from "node:crypto";
import type { DeliveryRow } from "../delivery/delivery.ts";
import { textOf } from "./cell.ts";

/** A digest of a row. Rows with equal values (as texts) and equal geometry have the same digest. */
export function wholeRowOf({ values, ewkb }: DeliveryRow): string {
  const hash = createHash("sha1").update(JSON.stringify(values.map(textOf)));
  return (ewkb ? hash.update(ewkb) : hash).digest("base64");
}
