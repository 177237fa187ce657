import type { CheckOptions } from "@archipel/contracts/checks.ts";
import type { Delivery } from "@archipel/validation/delivery/delivery.ts";
import { type OpenOptions, withDelivery } from "@archipel/validation/delivery/open.ts";
import type { Core } from "../../../../kernel/core.ts";
import { overridesOf, type StoredChoices } from "../../uploads/policy/choices.ts";
import { sourceKey } from "../../uploads/policy/source.ts";

/** The subject of a check: an uploaded file, and the choices of people for its tables. */
export interface CheckedUpload {
  objectKey: string;
  fileName: string;
  choices: StoredChoices;
}

/**
 * Opens the uploaded file. The file never changes: `repairs/apply/recipe` applies its repairs to what is read.
 *
 * @param options.srid CRS of tables that do not declare one, for callers that write them again
 */
export function openChecked<T>(
  core: Core,
  { objectKey, fileName, choices }: CheckedUpload,
  { encoding, srid }: Pick<CheckOptions, "encoding"> & { srid?: number | null },
  work: (delivery: Delivery) => Promise<T>,
): Promise<T> {
  const { srids, encodings } = overridesOf(choices);
  const options: OpenOptions = {
    name: fileName,
    overrides: { sridOf: (source) => srids.get(sourceKey(source)), encodings },
    ...(encoding ? { encoding } : {}),
    ...(srid ? { srid } : {}),
  };
  return core.storage.withFile(objectKey, (path) => withDelivery(path, options, work));
}
