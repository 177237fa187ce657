import { hkdfSync } from "node:crypto";
import { type AnswerPlace, type AskedPlace, answerPlace } from "@archipel/contracts/answers.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import { callerOf, type PortalVisit } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { minutesOf, reserveTry } from "../../../kernel/tries.ts";
import { prepareReport } from "../service/report.ts";
import { keptPlace, linkIdOf } from "./policy.ts";
import { countLinks, deleteUnused, keepLink, linkedPlace } from "./queries.ts";

/** More links of a portal than this are not kept. */
const MOST_LINKS = 50_000;
/** Days after which a link goes: that nobody ever opened; that was opened; that is on paper, which lies in a file for years. */
const KEPT = { neverDays: 30, openedDays: 400, printedDays: 3_650 } as const;

const SYSTEM = { role: "system" } as const;

/** Each portal has a key of its own: the same place has another id elsewhere. */
const keyOf = ({ env }: Core, portalId: string) =>
  Buffer.from(hkdfSync("sha256", env.ARCHIPEL_SECRET, "archipel", `answer-link ${portalId}`, 32));

/**
 * The short link of an answer; the same place has the same one again. Only places that the portal can answer for get one.
 *
 * @throws DomainError when the place is unknown or too large, the caller has made many, or the portal has too many
 */
export async function shortenPlace(
  core: Core,
  visit: PortalVisit,
  { place, locale }: { place: AnswerPlace; locale: Locale },
): Promise<{ id: string }> {
  const { portalId, communityId, network } = visit;
  const kept = keptPlace(place);
  const name = { portalId, id: linkIdOf(keyOf(core, portalId), kept) };
  const isKnown = await core.database.sqlAs(SYSTEM, (sql) => linkedPlace(sql, name, null));
  if (isKnown !== undefined) return { id: name.id };
  await prepareReport(core, callerOf(visit), { portalId, place: kept, locale });
  const refusal = await reserveTry(core, "link", { network });
  if (refusal) throw new DomainError("too-many", "answer-links-waiting", { minutes: minutesOf(refusal) });
  await core.database.sqlAs(SYSTEM, async (sql) => {
    if ((await countLinks(sql, portalId, MOST_LINKS)) >= MOST_LINKS) throw new DomainError("conflict", "answer-links-full");
    await keepLink(sql, name, communityId, kept);
  });
  return { id: name.id };
}

/** @throws DomainError `answer-link-unknown`, also for a link of another portal */
export async function openLink(core: Core, portalId: string, id: string): Promise<AnswerPlace> {
  const found = await core.database.sqlAs(SYSTEM, (sql) => linkedPlace(sql, { portalId, id }, "opened_on"));
  const { data } = answerPlace.safeParse(found);
  if (!data) throw new DomainError("not-found", "answer-link-unknown");
  return data;
}

/** The place that is asked for, in itself or by its link. */
export async function placeAsked(core: Core, portalId: string, asked: AskedPlace): Promise<AnswerPlace> {
  return asked.kind === "link" ? openLink(core, portalId, asked.id) : asked;
}

/**
 * The link of a place, if somebody made one; a print keeps it for years. The place is then as the link keeps it, so that the verification
 * computes the same answer.
 */
export async function linkForPrint(core: Core, portalId: string, place: AnswerPlace): Promise<{ link: string | null; place: AnswerPlace }> {
  const kept = keptPlace(place);
  const id = linkIdOf(keyOf(core, portalId), kept);
  const found = await core.database.sqlAs(SYSTEM, (sql) => linkedPlace(sql, { portalId, id }, "printed_on"));
  return found === undefined ? { link: null, place } : { link: id, place: kept };
}

/** Deletes links that nobody uses. @returns their number */
export function sweepAnswerLinks(core: Core): Promise<number> {
  return core.database.sqlAs(SYSTEM, (sql) => deleteUnused(sql, KEPT));
}
