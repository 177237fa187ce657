import { randomUUID } from "node:crypto";
import { answerPlace } from "@archipel/contracts/answers.ts";
import { type Follow, type FollowSubject, followKind, MAX_FOLLOWS } from "@archipel/contracts/follows.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import { type Person, type PortalVisit, scopeOf } from "../../../kernel/actor.ts";
import { portalOrigin } from "../../../kernel/addresses.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { inLens, mayHaveGrants } from "../../access/lens/service/through-lens.ts";
import { prepareReport } from "../../answers/service/report.ts";
import { answerPath, followedName, subjectKeyOf } from "../policy.ts";
import {
  countOwnFollows,
  deleteFollow,
  type FollowRow,
  followedNames,
  followIdOf,
  insertFollow,
  isListed,
  ownFollowRows,
} from "../queries/keep.ts";

interface FollowCall {
  portalId: string;
  subject: FollowSubject;
  locale: Locale;
}

const own = (person: Person) => ({ role: "tenant", ...scopeOf(person) }) as const;

/** What the person follows, on all portals. */
export async function listFollows(core: Core, person: Person, locale: Locale): Promise<Follow[]> {
  const rows = await core.database.sqlAs(own(person), async (sql) => {
    const found = await ownFollowRows(sql, person.userId, { reader: locale, limit: MAX_FOLLOWS });
    const unnamed = found.filter(({ kind, datasetTitle }) => kind === "dataset" && datasetTitle === null).map(({ id }) => id);
    if (unnamed.length === 0 || !mayHaveGrants(person)) return found;
    const follows = found.flatMap(({ id, portalId, datasetId }) =>
      datasetId && unnamed.includes(id) ? [{ id, portalId, datasetId }] : [],
    );
    const named = await inLens(sql, person, () => followedNames(sql, follows, locale));
    return found.map((row) => ({ ...row, ...named.get(row.id) }));
  });
  return rows.map((row) => {
    const kind = followKind.parse(row.kind);
    const origin = row.host === null ? null : portalOrigin(core.env, row.host);
    const path = pathOf(kind, row, locale);
    return {
      id: row.id,
      kind,
      label: labelOf(kind, row),
      portalName: row.portalName ?? "",
      url: origin && path && `${origin}${path}`,
      createdAt: row.createdAt,
    };
  });
}

function labelOf(kind: Follow["kind"], { datasetTitle, portalName, label }: FollowRow): string {
  if (kind === "place") return label;
  return (kind === "dataset" ? datasetTitle : portalName) ?? "";
}

function pathOf(kind: Follow["kind"], { place, datasetSlug }: FollowRow, locale: Locale): string | null {
  if (kind === "place") return `/${locale}/${answerPath(answerPlace.parse(place))}`;
  if (kind === "portal") return `/${locale}/catalogue`;
  if (kind !== "dataset") return `/${locale}/${kind}`;
  return datasetSlug === null ? null : `/${locale}/catalogue/${encodeURIComponent(datasetSlug)}`;
}

export async function followState(core: Core, person: Person, { portalId, subject }: FollowCall): Promise<{ followId: string | null }> {
  const wanted = { portalId, kind: subject.kind, subjectKey: subjectKeyOf(subject) };
  return { followId: await core.database.sqlAs(own(person), (sql) => followIdOf(sql, person.userId, wanted)) };
}

/**
 * Follows a subject; a second time changes nothing. Its own rights decide what the person may follow, and decide again at each notice.
 *
 * @throws DomainError when the portal, the dataset or the place is unknown, or the person follows too much already
 */
export async function addFollow(core: Core, person: Person, call: FollowCall, { communityId }: PortalVisit): Promise<{ followId: string }> {
  const { portalId, subject, locale } = call;
  const located = subject.kind === "place" ? await prepareReport(core, person, { portalId, place: subject.place, locale }) : null;
  const place = located && { label: followedName(located.located.place, locale), metric: located.located.metric };
  const wanted = { portalId, kind: subject.kind, subjectKey: subjectKeyOf(subject) };
  return core.database.sqlAs(own(person), async (sql) => {
    const isWhole = subject.kind !== "dataset" || (await isListed(sql, portalId, subject.datasetId));
    const isPart = () =>
      mayHaveGrants(person) && inLens(sql, person, () => isListed(sql, portalId, subject.kind === "dataset" ? subject.datasetId : ""));
    if (!isWhole && !(await isPart())) throw new DomainError("not-found", "dataset-not-found");
    const count = await countOwnFollows(sql, person.userId);
    const known = await followIdOf(sql, person.userId, wanted);
    if (known !== null) return { followId: known };
    if (count >= MAX_FOLLOWS) throw new DomainError("conflict", "follows-too-many", { most: MAX_FOLLOWS });
    const followId = randomUUID();
    const { subjectKey } = wanted;
    const insert = () => insertFollow(sql, { id: followId, personId: person.userId, communityId, portalId, subject, subjectKey, place });
    await (isWhole ? insert() : inLens(sql, person, insert));
    return { followId };
  });
}

/** @throws DomainError when the person does not follow it */
export async function stopFollow(core: Core, person: Person, followId: string): Promise<void> {
  const isStopped = await core.database.sqlAs(own(person), (sql) => deleteFollow(sql, person.userId, followId));
  if (!isStopped) throw new DomainError("not-found", "follow-not-found");
}
