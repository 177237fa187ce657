import { randomUUID } from "node:crypto";
import type { Pack } from "@archipel/answers/packs/pack.ts";
import { shippedPacks } from "@archipel/answers/packs/shipped.ts";
import type { draftOverrideInput, overrideInput, publishOverrideInput } from "@archipel/contracts/answers.ts";
import type { AuditAction } from "@archipel/contracts/audit-actions.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { z } from "zod";
import { type MemberActor, memberScope } from "../../../kernel/actor.ts";
import { auditIn } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { emitIn } from "../../../kernel/outbox.ts";
import { isReset, mistakesIn, readChange, rulesOf } from "../policy/changes.ts";
import {
  addRuleEvent,
  draftRow,
  hasOtherManager,
  type OverrideName,
  publishDraft,
  publishedRow,
  type RuleAct,
  removeOverride,
  writeDraft,
} from "../queries/changes.ts";
import { lockPortal } from "../queries/settings.ts";

/** The most bytes of a change as JSON. The longest rule that ships has about 4,000. */
const MOST_BYTES = 60_000;

/** Writes the draft of a change of one rule, in place of the draft that the person had before them. Reports still use the published rule. */
export async function draftOverride(core: Core, actor: MemberActor, input: z.infer<typeof draftOverrideInput>): Promise<{ id: string }> {
  const { change, ruleKey, basedOn } = input;
  const pack = packNamed(input.pack);
  if (JSON.stringify(change).length > MOST_BYTES) throw new DomainError("invalid", "answer-change-invalid", { where: "change" }, "change");
  const [mistake] = mistakesIn(pack, { ruleKey, change });
  if (mistake) throw new DomainError("invalid", "answer-change-invalid", { where: mistake.where || "change" }, "change");
  const id = randomUUID();
  await changing(core, actor, input, async (sql) => {
    const published = await publishedRow(sql, input);
    assertRule(pack, ruleKey, change, published !== undefined);
    const before = await draftRow(sql, input);
    if ((before?.id ?? null) !== basedOn) throw new DomainError("conflict", "answer-draft-changed");
    const { communityId, userId: authorId } = actor;
    await writeDraft(sql, input, { id, communityId, packVersion: pack.version, change, authorId });
    return { act: "drafted", packVersion: pack.version, change };
  });
  return { id };
}

function packNamed(id: string): Pack {
  const pack = shippedPacks.find((one) => one.id === id);
  if (!pack) throw new DomainError("not-found", "answer-pack-unknown");
  return pack;
}

/** A change is of a rule of the pack, a new rule under its own key, or the return from what is published. */
function assertRule(pack: Pack, ruleKey: string, change: unknown, isPublished: boolean): void {
  const isShipped = rulesOf(pack).has(ruleKey);
  const added = readChange({ change })?.added;
  const isNamed = added ? !isShipped && added.rule.key === ruleKey : isShipped;
  if (!isNamed && !(isReset(change) && isPublished)) throw new DomainError("not-found", "answer-rule-unknown", { rule: ruleKey });
}

/**
 * Publishes a draft that another person wrote, as this person has read it. Where nobody else could read it, because the community has one
 * manager, that manager publishes alone and writes why: the journal and the history of the rule keep the reason.
 */
export async function publishOverride(core: Core, actor: MemberActor, input: z.infer<typeof publishOverrideInput>): Promise<void> {
  await changing(core, actor, input, async (sql) => {
    const draft = await draftRow(sql, input);
    if (!draft) throw new DomainError("not-found", "answer-draft-missing");
    if (draft.id !== input.draftId) throw new DomainError("conflict", "answer-draft-changed");
    const aloneReason = draft.authorId === actor.userId ? await reasonAlone(sql, actor, input) : null;
    const { packVersion, change } = draft;
    if (isReset(change)) {
      await removeOverride(sql, input, "all");
      return { act: "withdrawn", packVersion, change, aloneReason };
    }
    await publishDraft(sql, input, { reviewerId: actor.userId, aloneReason });
    return { act: "published", packVersion, change, aloneReason };
  });
}

/** The reason of a person who publishes a draft of their own. @throws DomainError when another manager could read it, or without a reason */
async function reasonAlone(
  sql: SqlSession,
  { communityId, userId }: MemberActor,
  { aloneReason }: z.infer<typeof publishOverrideInput>,
): Promise<string> {
  if (await hasOtherManager(sql, communityId, userId)) throw new DomainError("conflict", "answer-own-draft");
  if (aloneReason === undefined) throw new DomainError("invalid", "answer-alone-reason", {}, "aloneReason");
  return aloneReason;
}

/** Removes the draft of a rule. What is published stays. */
export async function discardDraft(core: Core, actor: MemberActor, input: z.infer<typeof overrideInput>): Promise<void> {
  await changing(core, actor, input, async (sql) => {
    const draft = await draftRow(sql, input);
    if (!draft) throw new DomainError("not-found", "answer-draft-missing");
    await removeOverride(sql, input, "draft");
    return { act: "discarded", packVersion: draft.packVersion, change: draft.change };
  });
}

async function changing(
  core: Core,
  actor: MemberActor,
  name: OverrideName,
  work: (sql: SqlSession) => Promise<{ act: RuleAct; packVersion: string; change: unknown; aloneReason?: string | null }>,
): Promise<void> {
  const { communityId, userId: actorId } = actor;
  const { portalId, pack, ruleKey } = name;
  await core.database.sqlAs(memberScope(actor), async (sql) => {
    if (!(await lockPortal(sql, communityId, portalId))) throw new DomainError("not-found", "portal-not-found");
    const event = await work(sql);
    await addRuleEvent(sql, name, { communityId, actorId, ...event });
    const { act, aloneReason = null } = event;
    const action: AuditAction =
      aloneReason !== null && (act === "published" || act === "withdrawn") ? `answers.override-${act}-alone` : `answers.override-${act}`;
    const summary = { pack, name: ruleKey, ...(aloneReason === null ? {} : { reason: aloneReason }) };
    await auditIn(sql, { communityId, actorId, resourceType: "portal", resourceId: portalId, action, summary });
    await emitIn(sql, `answers.override-${act}`, communityId, { portalId });
  });
}
