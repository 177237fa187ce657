import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Tx } from "@archipel/database/database.ts";
import { DEFAULT_LOCALE, isLocale } from "@archipel/i18n/locales.ts";
import { compileModel } from "@archipel/validation/model/compile.ts";
import type { JobRun } from "../../../../kernel/jobs/handler.ts";
import { modelOfCheck } from "../../../models/service.ts";
import { describedBy } from "../policy/model-rules.ts";
import { checkedModel, type UploadRow } from "../queries.ts";

/** The fields of a layer with the rules of its model. `entry`: its path in the archive. */
export type DescribeFields = (entry: string | null, layer: string, fields: readonly LayerField[]) => readonly LayerField[];

export const undescribed: DescribeFields = (_entry, _layer, fields) => fields;

/** How the model that the upload was checked against describes fields, in the language of the person who publishes. */
export async function describedFields(tx: Tx, { job }: JobRun, upload: UploadRow): Promise<DescribeFields> {
  const { communityId, createdById } = job;
  const checked = await checkedModel(tx, communityId, upload.id);
  const model = checked && (await modelOfCheck(tx, communityId, checked.modelKey, checked.modelVersion));
  if (!model) return undescribed;
  const compiled = compileModel(model);
  const author = await tx.user.findUnique({ where: { id: createdById }, select: { locale: true } });
  const locale = isLocale(author?.locale) ? author.locale : DEFAULT_LOCALE;
  return (entry, layer, fields) => describedBy(compiled, { file: entry ?? upload.fileName, layer }, fields, locale);
}
