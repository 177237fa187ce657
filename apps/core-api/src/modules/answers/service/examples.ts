import { randomUUID } from "node:crypto";
import { levelSchema, relationKindSchema } from "@archipel/answers/packs/rule.ts";
import type { Report } from "@archipel/answers/report/report.ts";
import { answerPlace, type removeExampleInput, type runExamplesInput, type saveExampleInput } from "@archipel/contracts/answers.ts";
import type { AuditAction } from "@archipel/contracts/audit-actions.ts";
import { locales } from "@archipel/contracts/text.ts";
import { z } from "zod";
import { type MemberActor, memberScope } from "../../../kernel/actor.ts";
import { auditIn } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { countExamples, deleteExample, type ExampleRow, exampleRows, insertExample } from "../queries/examples.ts";
import { hasPortal, lockPortal } from "../queries/settings.ts";
import { mistakesOf, readBoth } from "./trial.ts";

/** The most examples of a portal. */
const MOST_EXAMPLES = 200;

const expectedFinding = z.object({
  level: levelSchema,
  relation: relationKindSchema,
  sentence: z.object({ fr: z.string(), en: z.string() }),
});
const expectedSchema = z.array(expectedFinding).max(50);
export type ExpectedFinding = z.infer<typeof expectedFinding>;

/** Keeps a place, with what the rule answers there now. */
export async function saveExample(core: Core, actor: MemberActor, input: z.infer<typeof saveExampleInput>): Promise<ExpectedFinding[]> {
  const { portalId, pack, ruleKey, place: wanted, change } = input;
  const [mistake] = change ? mistakesOf({ pack, ruleKey, change }) : [];
  if (mistake) throw new DomainError("invalid", "answer-change-invalid", { where: mistake.where || "change" }, "change");
  const { place, reports } = await readBoth(core, actor, input, change ? [{ pack, ruleKey, change }] : []);
  const expected = saidBy(reports, `${pack}/${ruleKey}`);
  const { communityId, userId: authorId } = actor;
  await core.database.sqlAs(memberScope(actor), async (sql) => {
    if (!(await lockPortal(sql, communityId, portalId))) throw new DomainError("not-found", "portal-not-found");
    if ((await countExamples(sql, portalId)) >= MOST_EXAMPLES)
      throw new DomainError("full", "answer-examples-full", { most: MOST_EXAMPLES });
    const example = { id: randomUUID(), portalId, communityId, pack, ruleKey, label: place.label, place: wanted, expected, authorId };
    await insertExample(sql, example);
    await recorded(sql, actor, portalId, "answers.example-saved", ruleKey);
  });
  return expected;
}

/** What a rule says in both languages; nothing when it does not speak at the place. */
function saidBy(reports: (locale: "fr" | "en") => { after: Report }, rule: string): ExpectedFinding[] {
  const [fr = [], en = []] = locales.map((locale) =>
    reports(locale).after.themes.flatMap(({ findings, scenarios }) => [...findings, ...scenarios].filter((one) => one.rule === rule)),
  );
  return fr.flatMap(({ level, relation, sentence }, index) => {
    const other = en[index];
    return other ? [{ level, relation: relation.kind, sentence: { fr: sentence.text, en: other.sentence.text } }] : [];
  });
}

export async function removeExample(core: Core, actor: MemberActor, input: z.infer<typeof removeExampleInput>): Promise<void> {
  const { portalId, exampleId } = input;
  await core.database.sqlAs(memberScope(actor), async (sql) => {
    if (!(await lockPortal(sql, actor.communityId, portalId))) throw new DomainError("not-found", "portal-not-found");
    const ruleKey = await deleteExample(sql, portalId, exampleId);
    if (ruleKey === undefined) throw new DomainError("not-found", "answer-example-missing");
    await recorded(sql, actor, portalId, "answers.example-removed", ruleKey);
  });
}

function recorded(
  sql: Parameters<typeof auditIn>[0],
  actor: MemberActor,
  portalId: string,
  action: AuditAction,
  name: string,
): Promise<void> {
  const { communityId, userId: actorId } = actor;
  return auditIn(sql, { communityId, actorId, action, resourceType: "portal", resourceId: portalId, summary: { name } });
}

export type ListedExample = Omit<ExampleRow, "expected" | "place"> & {
  expected: ExpectedFinding[];
  place: z.infer<typeof answerPlace> | null;
};

/** The kept places of a portal. */
export async function listExamples(core: Core, actor: MemberActor, portalId: string): Promise<ListedExample[]> {
  const rows = await core.database.sqlAs(memberScope(actor), async (sql) => {
    if (!(await hasPortal(sql, actor.communityId, portalId))) throw new DomainError("not-found", "portal-not-found");
    return exampleRows(sql, portalId);
  });
  return rows.map(listed);
}

export function listed(row: ExampleRow): ListedExample {
  return { ...row, expected: expectedSchema.catch([]).parse(row.expected), place: answerPlace.nullable().catch(null).parse(row.place) };
}

/** How an example fared: what it says now where that differs, or why the place could not be read. */
export interface ExampleOutcome {
  exampleId: string;
  isSame: boolean;
  now: ExpectedFinding[];
  /** The code of the error, with the message `errors.<code>`. */
  failure: string | null;
}

/** Reads each place again and compares what its rule says with what was kept. */
export async function runExamples(core: Core, actor: MemberActor, input: z.infer<typeof runExamplesInput>): Promise<ExampleOutcome[]> {
  const { portalId, exampleIds, withDrafts } = input;
  const wanted = (await listExamples(core, actor, portalId)).filter(({ id }) => exampleIds.includes(id));
  const outcomes: ExampleOutcome[] = [];
  for (const { id: exampleId, pack, ruleKey, place, expected } of wanted) {
    if (!place) {
      outcomes.push({ exampleId, isSame: false, now: [], failure: "answer-place-invalid" });
      continue;
    }
    try {
      const { reports } = await readBoth(core, actor, { portalId, place }, withDrafts ? undefined : []);
      const now = saidBy(reports, `${pack}/${ruleKey}`);
      outcomes.push({ exampleId, isSame: JSON.stringify(now) === JSON.stringify(expected), now, failure: null });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      outcomes.push({ exampleId, isSame: false, now: [], failure: error.code });
    }
  }
  return outcomes;
}
