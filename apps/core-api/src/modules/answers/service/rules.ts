import { placeholders } from "@archipel/answers/packs/message.ts";
import type { Pack } from "@archipel/answers/packs/pack.ts";
import type { LevelOf, Rule } from "@archipel/answers/packs/rule.ts";
import { shippedPacks } from "@archipel/answers/packs/shipped.ts";
import type { Messages } from "@archipel/answers/packs/texts.ts";
import { type AnswerPack, answerPack } from "@archipel/contracts/answers.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { type MemberActor, memberScope } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { changedPack, isReset, readChange, rulesOf } from "../policy/changes.ts";
import { shownPacks } from "../policy/shown-packs.ts";
import {
  hasOtherManager,
  type OverrideName,
  type OverrideRow,
  overrideRows,
  type RuleEventRow,
  ruleEventRows,
} from "../queries/changes.ts";
import { exampleRows } from "../queries/examples.ts";
import { declaredFacts, hasPortal, packsOfPortal } from "../queries/settings.ts";
import { type ListedExample, listed } from "./examples.ts";

/** A rule in the list. `state`: what reports use now. */
export interface RuleSummary {
  key: string;
  statement: Messages;
  level: LevelOf;
  state: "shipped" | "changed" | "hidden" | "added";
  draft: { isOwn: boolean } | null;
}

export interface PackRules {
  pack: AnswerPack;
  title: Messages;
  version: string;
  themes: { theme: string; title: Messages; rules: RuleSummary[] }[];
  /** Keys of changes of rules that this edition of the pack no longer has. They have no effect. */
  orphans: string[];
  authorities: RuleDetails["authorities"];
  placeholders: RuleDetails["placeholders"];
}

/** The rules of the packs that a portal has chosen, with what it changes. A rule that exists only as a draft is listed too. */
export async function listRules(core: Core, actor: MemberActor, portalId: string): Promise<PackRules[]> {
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    await assertPortal(sql, actor, portalId);
    const chosen = await packsOfPortal(sql, portalId);
    const rows = await overrideRows(sql, portalId);
    const read = await declaredFacts(sql, portalId);
    // A layer that the portal shows answers by its rules, whatever packs are chosen: they can be changed too.
    const shown = new Set(shownPacks(shippedPacks, chosen, { read, unread: [] }).map(({ id }) => id));
    return shippedPacks.filter(({ id }) => shown.has(id)).map((pack) => packRules(pack, rows, actor.userId));
  });
}

function packRules(pack: Pack, all: readonly OverrideRow[], userId: string): PackRules {
  const rows = all.filter((row) => row.pack === pack.id);
  const published = rows.filter(({ state }) => state === "published");
  const drafts = new Map(rows.filter(({ state }) => state === "draft").map((row) => [row.ruleKey, row]));
  const own = new Map(published.map((row) => [row.ruleKey, readChange(row)]));
  const inUse = rulesOf(changedPack(pack, "list", published));
  const known = new Set<string>();
  const summary = (rule: Rule, isShipped: boolean): RuleSummary => {
    const change = own.get(rule.key);
    const draft = drafts.get(rule.key);
    known.add(rule.key);
    const { level, sentence } = inUse.get(rule.key)?.rule ?? rule;
    const ofPack = isShipped ? "shipped" : "added";
    const state = change?.own ? (change.own.isHidden ? "hidden" : "changed") : ofPack;
    return { key: rule.key, statement: sentence.statement, level, state, draft: draft ? { isOwn: draft.authorId === userId } : null };
  };
  const themes = pack.themes.map(({ id, title, rules }) => {
    const added = rows.flatMap((row) => {
      const read = readChange(row);
      return read?.added?.theme === id && !known.has(row.ruleKey) && known.add(row.ruleKey) ? [read.added.rule] : [];
    });
    return { theme: id, title, rules: [...rules.map((rule) => summary(rule, true)), ...added.map((rule) => summary(rule, false))] };
  });
  const orphans = [...new Set(rows.map(({ ruleKey }) => ruleKey))].filter((key) => !known.has(key));
  return { pack: answerPack.parse(pack.id), title: pack.title, version: pack.version, themes, orphans, ...wordsOf(pack) };
}

/** A change as it is shown. */
export interface ShownContent {
  /** The rule with the change; null when it cannot be read, and for the removal of an added rule. */
  rule: Rule | null;
  isHidden: boolean;
  /** It returns to the shipped rule, or removes an added one. */
  isReset: boolean;
}

export type ShownChange = Pick<OverrideRow, "packVersion" | "updatedAt" | "author" | "reviewer"> & ShownContent;

export interface RuleDetails {
  pack: AnswerPack;
  packVersion: string;
  ruleKey: string;
  theme: { theme: string; title: Messages } | null;
  /** The rule of the pack; null for a rule that the portal adds. */
  shipped: Rule | null;
  /** The content of a rule of the portal in its latest edition; null for a rule of the pack. */
  added: Rule | null;
  published: ShownChange | null;
  draft: (ShownChange & { id: string; isOwn: boolean }) | null;
  /** True when nobody else could publish: the person may, with a written reason. */
  isAlone: boolean;
  events: (Pick<RuleEventRow, "id" | "act" | "packVersion" | "actor" | "aloneReason" | "createdAt"> & ShownContent)[];
  examples: ListedExample[];
  authorities: { key: string; name: Messages }[];
  placeholders: readonly string[];
}

const MOST_EVENTS = 50;

/** One rule with all that the portal has made of it. */
export async function readRule(core: Core, actor: MemberActor, name: OverrideName): Promise<RuleDetails> {
  const pack = shippedPacks.find(({ id }) => id === name.pack);
  if (!pack) throw new DomainError("not-found", "answer-pack-unknown");
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    await assertPortal(sql, actor, name.portalId);
    const rows = (await overrideRows(sql, name.portalId)).filter((row) => row.pack === pack.id && row.ruleKey === name.ruleKey);
    const shipped = rulesOf(pack).get(name.ruleKey);
    const [draft, published] = [rows.find(({ state }) => state === "draft"), rows.find(({ state }) => state === "published")];
    const events = await ruleEventRows(sql, name, MOST_EVENTS);
    if (!shipped && rows.length === 0 && events.length === 0) {
      throw new DomainError("not-found", "answer-rule-unknown", { rule: name.ruleKey });
    }
    const read = [draft, published, ...events].flatMap((row) => (row ? (readChange(row)?.added ?? []) : []));
    const themeId = shipped?.theme ?? read[0]?.theme;
    const theme = pack.themes.find(({ id }) => id === themeId);
    return {
      pack: answerPack.parse(pack.id),
      packVersion: pack.version,
      ruleKey: name.ruleKey,
      theme: theme ? { theme: theme.id, title: theme.title } : null,
      shipped: shipped?.rule ?? null,
      added: shipped ? null : (read[0]?.rule ?? null),
      published: published ? shownOf(pack, published) : null,
      draft: draft ? { ...shownOf(pack, draft), id: draft.id, isOwn: draft.authorId === actor.userId } : null,
      isAlone: !(await hasOtherManager(sql, actor.communityId, actor.userId)),
      events: events.map(({ change, ...event }) => ({ ...event, ...contentOf(pack, name.ruleKey, change) })),
      examples: (await exampleRows(sql, name.portalId, name)).map(listed),
      ...wordsOf(pack),
    };
  });
}

/** What a form for rules of a pack offers. */
function wordsOf({ authorities }: Pack): Pick<RuleDetails, "authorities" | "placeholders"> {
  return { authorities: Object.entries(authorities).map(([key, { name }]) => ({ key, name })), placeholders };
}

function shownOf(pack: Pack, { ruleKey, change, packVersion, updatedAt, author, reviewer }: OverrideRow): ShownChange {
  return { packVersion, updatedAt, author, reviewer, ...contentOf(pack, ruleKey, change) };
}

function contentOf(pack: Pack, ruleKey: string, change: unknown): ShownContent {
  const read = readChange({ change });
  const { isHidden = false, ...own } = read?.own ?? {};
  const shown = read?.own ? own : change;
  const rule = read ? rulesOf(changedPack(pack, "shown", [{ ruleKey, change: shown }])).get(ruleKey)?.rule : undefined;
  return { rule: rule ?? null, isHidden, isReset: isReset(change) };
}

/** A draft that waits for a second person. */
export interface WaitingDraft {
  pack: AnswerPack;
  ruleKey: string;
  title: Messages | null;
  statement: Messages | null;
  author: string | null;
  updatedAt: Date;
  isOwn: boolean;
}

/** The drafts of a portal, the oldest first. */
export async function listDrafts(core: Core, actor: MemberActor, portalId: string): Promise<WaitingDraft[]> {
  const rows = await core.database.sqlAs(memberScope(actor), async (sql) => {
    await assertPortal(sql, actor, portalId);
    return overrideRows(sql, portalId);
  });
  const drafts = rows.filter(({ state }) => state === "draft").sort((a, b) => a.updatedAt.getTime() - b.updatedAt.getTime());
  return drafts.flatMap(({ pack: id, ruleKey, change, author, updatedAt, authorId }): WaitingDraft[] => {
    const pack = shippedPacks.find((one) => one.id === id);
    if (!pack) return [];
    const shipped = rulesOf(pack).get(ruleKey);
    const read = readChange({ change });
    const theme = pack.themes.find((one) => one.id === (shipped?.theme ?? read?.added?.theme));
    const statement = read?.added?.rule.sentence.statement ?? read?.own?.sentence?.statement ?? shipped?.rule.sentence.statement ?? null;
    const isOwn = authorId === actor.userId;
    return [{ pack: answerPack.parse(id), ruleKey, title: theme?.title ?? null, statement, author, updatedAt, isOwn }];
  });
}

async function assertPortal(sql: SqlSession, { communityId }: MemberActor, portalId: string): Promise<void> {
  if (!(await hasPortal(sql, communityId, portalId))) throw new DomainError("not-found", "portal-not-found");
}
