import type { Model } from "../model/model.ts";
import { ModelError } from "../model/model-error.ts";
import { easementsRule } from "./cnig/easements.ts";
import { idurbaRule } from "./cnig/idurba.ts";
import { inseeRule } from "./cnig/insee.ts";
import { cnigMetadataRule } from "./cnig/metadata.ts";
import { writtenDocumentsRule } from "./cnig/written-documents.ts";
import type { ExtraContext, ExtraRule, ExtraRun } from "./extra.ts";
import { tableSizeRule } from "./table-size.ts";

/** Every rule that a model may ask for by name: a new one is a file of this folder and a line here. */
const rules: readonly AnyRule[] = [
  anyRule(idurbaRule),
  anyRule(inseeRule),
  anyRule(writtenDocumentsRule),
  anyRule(cnigMetadataRule),
  anyRule(easementsRule),
  anyRule(tableSizeRule),
];

interface AnyRule {
  name: string;
  /** @throws ModelError when the parameters are not right */
  start(params: unknown, context: ExtraContext): ExtraRun;
}

/** A rule whose parameters are only known to itself. */
function anyRule<Params>(rule: ExtraRule<Params>): AnyRule {
  return {
    name: rule.name,
    start(params, context) {
      const parsed = rule.params.safeParse(params);
      if (parsed.success) return rule.run(context, parsed.data);
      throw new ModelError(
        `extras.${rule.name}: ${parsed.error.issues.map(({ message, path }) => `${path.join(".")} ${message}`).join("; ")}`,
      );
    },
  };
}

/** The extra rules of a model, ready to run. @throws ModelError when a rule is not known or its parameters are not right */
export function startExtras(asked: NonNullable<Model["extras"]>, context: ExtraContext): ExtraRun[] {
  return asked.map(({ rule, params }) => {
    const found = rules.find(({ name }) => name === rule);
    if (!found) throw new ModelError(`extras: no rule ${rule}`);
    return found.start(params ?? {}, context);
  });
}
