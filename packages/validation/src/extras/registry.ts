import type { CompiledModel } from "../model/compile.ts";
import type { Model } from "../model/model.ts";
import { ModelError, unresolvedName } from "../model/model-error.ts";
import { easementsRule } from "./cnig/easements.ts";
import { idurbaRule } from "./cnig/idurba.ts";
import { inseeRule } from "./cnig/insee.ts";
import { cnigMetadataRule } from "./cnig/metadata.ts";
import { prescriptionsRule } from "./cnig/prescriptions.ts";
import { writtenDocumentsRule } from "./cnig/written-documents.ts";
import type { ExtraContext, ExtraRule, ExtraRun } from "./extra.ts";
import { namePartInFieldRule } from "./name-part-in-field.ts";
import { sameNamePartRule } from "./same-name-part.ts";
import { tableSizeRule } from "./table-size.ts";

/** Every extra rule that a model can use. A new rule is a file in this folder and a line here. */
const rules: readonly AnyRule[] = [
  anyRule(idurbaRule),
  anyRule(inseeRule),
  anyRule(writtenDocumentsRule),
  anyRule(cnigMetadataRule),
  anyRule(easementsRule),
  anyRule(prescriptionsRule),
  anyRule(tableSizeRule),
  anyRule(sameNamePartRule),
  anyRule(namePartInFieldRule),
];

interface AnyRule {
  name: string;
  together(model: CompiledModel): readonly string[];
  /** @throws ModelError when the parameters are wrong */
  assertParams(params: unknown): void;
  /** @throws ModelError when the parameters are wrong */
  start(params: unknown, context: ExtraContext): ExtraRun;
}

/** Hides the type of a rule's parameters, so that rules with different parameters fit in one list. */
function anyRule<Params>(rule: ExtraRule<Params>): AnyRule {
  function parse(params: unknown): Params {
    const parsed = rule.params.safeParse(params);
    if (parsed.success) return parsed.data;
    const where = `extras.${rule.name}`;
    const issues = parsed.error.issues.map(({ path }) => ({ where, reason: "wrong-shape", name: path.join(".") }) as const);
    throw new ModelError(`${where}: ${parsed.error.issues.map(({ message, path }) => `${path.join(".")} ${message}`).join("; ")}`, issues);
  }
  return {
    name: rule.name,
    together: (model) => rule.together?.(model) ?? [],
    assertParams: (params) => void parse(params),
    start: (params, context) => rule.run(context, parse(params)),
  };
}

/** Starts the extra rules of a model. @throws ModelError when a rule is unknown or its parameters are wrong */
export function startExtras(asked: NonNullable<Model["extras"]>, context: ExtraContext): ExtraRun[] {
  return asked.map(({ rule, params }) => ruleOf(rule).start(params ?? {}, context));
}

/** Validates the extra rules of a model without running them. @throws ModelError like `startExtras` */
export function assertExtras(asked: NonNullable<Model["extras"]>): void {
  for (const { rule, params } of asked) ruleOf(rule).assertParams(params ?? {});
}

function ruleOf(rule: string): AnyRule {
  const found = rules.find(({ name }) => name === rule);
  if (!found) throw unresolvedName("extras", "no-rule", rule);
  return found;
}

/** Groups of tables that the extra rules of a model compare with each other. */
export function tablesTogether(model: CompiledModel): (readonly string[])[] {
  const asked = new Set(model.model.extras?.map(({ rule }) => rule));
  return rules.filter(({ name }) => asked.has(name)).map(({ together }) => together(model));
}
