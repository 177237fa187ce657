import { createHash } from "node:crypto";
import type { DeliveryRow } from "../delivery/delivery.ts";
import { textOf } from "./cell.ts";

/** A short mark that two rows share when they are the same in everything: values as texts, and shape. */
export function wholeRowOf({ values, ewkb }: DeliveryRow): string {
  const hash = createHash("sha1").update(JSON.stringify(values.map(textOf)));
  return (ewkb ? hash.update(ewkb) : hash).digest("base64");
}
