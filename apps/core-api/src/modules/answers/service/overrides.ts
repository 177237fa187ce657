import { randomUUID } from "node:crypto";
import type { Pack } from "@archipel/answers/packs/pack.ts";
import { shippedPacks } from "@archipel/answers/packs/shipped.ts";
import { applyOverrides, readOverrides } from "@archipel/answers/rules/overrides.ts";
import type { draftOverrideInput, overrideInput } from "@archipel/contracts/answers.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { z } from "zod";
import { type MemberActor, memberScope } from "../../../kernel/actor.ts";
import { auditIn } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { emitIn } from "../../../kernel/outbox.ts";
import { draftRow, lockPortal, type OverrideName, publishDraft, removeOverride, writeDraft } from "../queries/settings.ts";

/** Writes the draft of a change of one rule, in place of the draft before it. Reports still use the published rule. */
export async function draftOverride(core: Core, actor: MemberActor, input: z.infer<typeof draftOverrideInput>): Promise<void> {
  const { change, ruleKey } = input;
  const pack = shippedPacks.find(({ id }) => id === input.pack);
  if (!pack || !hasRule(pack, ruleKey)) throw new DomainError("not-found", "answer-rule-unknown", { rule: ruleKey });
  const read = readOverrides({
    format: "archipel-answer-overrides/1",
    pack: pack.id,
    packVersion: pack.version,
    version: "draft",
    rules: { [ruleKey]: change },
  });
  const [mistake] = read.overrides ? applyOverrides(pack, read.overrides).mistakes : read.mistakes;
  if (mistake) throw new DomainError("invalid", "answer-change-invalid", { where: mistake.where }, "change");
  await changing(core, actor, input, "answers.override-drafted", (sql) =>
    writeDraft(sql, input, {
      id: randomUUID(),
      communityId: actor.communityId,
      packVersion: pack.version,
      change,
      authorId: actor.userId,
    }),
  );
}

const hasRule = ({ themes }: Pack, key: string) => themes.some(({ rules }) => rules.some((rule) => rule.key === key));

/** Publishes a draft that another person wrote. */
export async function publishOverride(core: Core, actor: MemberActor, input: z.infer<typeof overrideInput>): Promise<void> {
  await changing(core, actor, input, "answers.override-published", async (sql) => {
    const draft = await draftRow(sql, input);
    if (!draft) throw new DomainError("not-found", "answer-draft-missing");
    if (draft.authorId === actor.userId) throw new DomainError("conflict", "answer-own-draft");
    await publishDraft(sql, input, actor.userId);
  });
}

/** Removes the change of a rule, draft and published: the pack's own rule speaks again. */
export async function withdrawOverride(core: Core, actor: MemberActor, input: z.infer<typeof overrideInput>): Promise<void> {
  await changing(core, actor, input, "answers.override-withdrawn", async (sql) => {
    if ((await removeOverride(sql, input)) === 0) throw new DomainError("not-found", "answer-draft-missing");
  });
}

async function changing(
  core: Core,
  actor: MemberActor,
  { portalId, pack, ruleKey }: OverrideName,
  action: string,
  work: (sql: SqlSession) => Promise<void>,
): Promise<void> {
  const { communityId } = actor;
  await core.database.sqlAs(memberScope(actor), async (sql) => {
    if (!(await lockPortal(sql, communityId, portalId))) throw new DomainError("not-found", "portal-not-found");
    await work(sql);
    const about = { communityId, actorId: actor.userId, resourceType: "portal", resourceId: portalId };
    await auditIn(sql, { ...about, action, summary: { pack, name: ruleKey } });
    await emitIn(sql, action, communityId, { portalId });
  });
}
