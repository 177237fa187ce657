import type { setCountingInput, VisitKind, VisitReport, visitsInput } from "@archipel/contracts/visits.ts";
import { VISIT_KINDS } from "@archipel/contracts/visits.ts";
import { daysBetween, daysLater } from "@archipel/i18n/days.ts";
import type { z } from "zod";
import { type MemberActor, scopeOf } from "../../../kernel/actor.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { countRows, dayRows } from "../queries.ts";
import { forgetCounting } from "./count.ts";

const SHOWN_KEYS = 20;

type VisitsInput = z.infer<typeof visitsInput>;

/**
 * The visits of a portal in a period, and of as many days before.
 *
 * @throws DomainError when the portal is not one of the community
 */
export async function visitReport(core: Core, actor: MemberActor, { portalId, from, to }: VisitsInput): Promise<VisitReport> {
  const isCounting = await countsVisits(core, actor, portalId);
  const days = daysBetween(from, to);
  const before = { portalId, from: daysLater(from, -days.length), to: daysLater(from, -1) };
  return core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, async (sql) => {
    const rows = await dayRows(sql, { portalId, from, to });
    const earlier = await dayRows(sql, before);
    const counts = await countRows(sql, { portalId, from, to }, SHOWN_KEYS);
    const on = new Map(rows.map(({ day, kind, views }) => [`${day} ${kind}`, views]));
    const sum = (wanted: string) => earlier.reduce((total, { kind, views }) => total + (kind === wanted ? views : 0), 0);
    return {
      isCounting,
      days: days.map((day) => ({ day, views: on.get(`${day} all`) ?? 0, visitors: on.get(`${day} visitors`) ?? 0 })),
      counts: Object.fromEntries(
        VISIT_KINDS.map((wanted) => [
          wanted,
          counts.filter(({ kind }) => kind === wanted).map(({ key, views, title }) => ({ key, views, label: title })),
        ]),
      ) as Record<VisitKind, VisitReport["counts"][VisitKind]>,
      before: { views: sum("all"), visitors: sum("visitors") },
    };
  });
}

async function countsVisits(core: Core, { communityId }: MemberActor, portalId: string): Promise<boolean> {
  const portal = await core.database.withSystem((tx) =>
    tx.portal.findFirst({ where: { id: portalId, communityId }, select: { countsVisits: true } }),
  );
  if (!portal) throw new DomainError("not-found", "portal-not-found");
  return portal.countsVisits;
}

/** Starts or stops the counting of a portal's visits; what was counted stays. */
export async function setCounting(core: Core, actor: MemberActor, input: z.infer<typeof setCountingInput>): Promise<void> {
  const { portalId, isCounting } = input;
  if ((await countsVisits(core, actor, portalId)) === isCounting) return;
  const { communityId, userId: actorId } = actor;
  await core.database.withTenant(scopeOf(actor), async (tx) => {
    const { name } = await tx.portal.update({ where: { id: portalId }, data: { countsVisits: isCounting }, select: { name: true } });
    const summary = { name, fields: "countsVisits" };
    await audit(tx, { communityId, actorId, action: "portal.updated", resourceType: "portal", resourceId: portalId, summary });
  });
  forgetCounting(core, portalId);
}
