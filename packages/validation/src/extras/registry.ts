import type { Model } from "../model/model.ts";
import { ModelError } from "../model/model-error.ts";
import type { ExtraContext, ExtraRule, ExtraRun } from "./extra.ts";

/** Every rule that a model may ask for by name: a new one is a file of this folder and a line here. */
const rules: readonly ExtraRule<never>[] = [];

/** The extra rules of a model, ready to run. @throws ModelError when a rule is not known or its parameters are not right */
export function startExtras(asked: NonNullable<Model["extras"]>, context: ExtraContext): ExtraRun[] {
  return asked.map(({ rule, params }) => {
    const found = rules.find(({ name }) => name === rule);
    if (!found) throw new ModelError(`extras: no rule ${rule}`);
    const parsed = found.params.safeParse(params ?? {});
    if (!parsed.success)
      throw new ModelError(`extras.${rule}: ${parsed.error.issues.map(({ message, path }) => `${path.join(".")} ${message}`).join("; ")}`);
    return found.run(context, parsed.data);
  });
}
