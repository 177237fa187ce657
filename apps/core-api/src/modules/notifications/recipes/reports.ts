import { id } from "@archipel/contracts/ids.ts";
import type { NoticeKind } from "@archipel/contracts/notifications.ts";
import { openStatuses } from "@archipel/contracts/report-statuses.ts";
import { reportStatus } from "@archipel/contracts/reports.ts";
import { z } from "zod";
import { type ReportParties, reportPartiesOf } from "../../reports/service/parties.ts";
import type { NewNotice, Recipe } from "./recipe.ts";

const payload = z.object({
  reportId: id,
  actorId: id.nullable().default(null),
  isReporter: z.boolean().default(false),
  to: reportStatus.optional(),
  message: z.string().default(""),
  said: z.string().default(""),
});
type Payload = z.infer<typeof payload>;

/** What is told of an event: to the reporter, and to those who take care. Null: nothing. */
interface Told {
  reporter: NoticeKind | null;
  staff: { kind: NoticeKind; people: readonly (string | null)[] } | null;
  said?: string;
}

/** Who takes care of it; while nobody does, all who may. */
function carers({ assigneeId, moderators }: ReportParties): readonly string[] {
  return assigneeId ? [assigneeId] : moderators;
}

const TOLD: Record<string, (parties: ReportParties, given: Payload) => Told> = {
  "report.submitted": (parties) => ({
    // Who has an account has seen it arrive; an address is written to, with the way back.
    reporter: parties.guest ? "report-received" : null,
    staff: { kind: "report-submitted", people: carers(parties) },
  }),
  "report.assigned": ({ assigneeId }) => ({ reporter: null, staff: { kind: "report-assigned", people: [assigneeId] } }),
  "report.status-changed": (_parties, { to, message }) => ({ reporter: outcomeOf(to), staff: null, said: message }),
  "report.commented": (parties, { isReporter, said }) => ({
    reporter: isReporter ? null : "report-commented",
    staff: { kind: "report-commented", people: carers(parties) },
    said,
  }),
  "report.merged": () => ({ reporter: "report-merged", staff: null }),
  "report.reminded": (parties) => ({ reporter: null, staff: { kind: "report-reminded", people: carers(parties) } }),
};

function outcomeOf(to: Payload["to"]): NoticeKind {
  if (to === undefined || openStatuses.includes(to)) return "report-progressed";
  return to === "valid" || to === "valid0" ? "report-accepted" : "report-declined";
}

export const reportsRecipe: Recipe = {
  topics: Object.keys(TOLD),
  async notices(sql, { topic, communityId, payload: text }, core) {
    const given = payload.parse(text);
    const parties = await reportPartiesOf(core, sql, given.reportId, given.actorId);
    const told = parties && TOLD[topic]?.(parties, given);
    if (!parties || !told || !communityId) return [];
    const { number, title, actorName: actor, guest, authorId, portalId } = parties;
    const said = told.said?.slice(0, 1000);
    const params = { title, number, actor, ...(said ? { said } : {}) };
    const base = { communityId, actorId: given.actorId, subject: { type: "report", id: given.reportId }, portalId } as const;
    const notices: NewNotice[] = [];
    if (told.reporter) {
      const kind = told.reporter;
      // Who moderates is not named to the reporter: the community answers.
      const own = { ...params, actor: null };
      notices.push({ ...base, kind, needs: null, params: own, people: [authorId] });
      if (guest) notices.push({ ...base, kind, needs: null, params: { ...own, follow: guest.follow }, people: [], guests: [guest] });
    }
    if (told.staff) {
      const people = told.staff.people.filter((person) => person !== authorId);
      notices.push({ ...base, kind: told.staff.kind, needs: "moderator", params, people });
    }
    return notices;
  },
};
