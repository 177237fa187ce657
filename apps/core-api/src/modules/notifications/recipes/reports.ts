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
  /** A moderator must read it before it is public. */
  isHeld: z.boolean().default(false),
  isComment: z.boolean().default(false),
  decision: z.string().default(""),
  to: reportStatus.optional(),
  message: z.string().default(""),
  said: z.string().default(""),
});
type Payload = z.infer<typeof payload>;

/** The notices of an event: to the reporter, and to the staff. Null: none. */
interface EventNotice {
  reporter: NoticeKind | null;
  staff: { kind: NoticeKind; people: readonly (string | null)[] } | null;
  said?: string;
}

/** The assigned person; without one, all moderators. */
function responsiblePeople({ assigneeId, moderators }: ReportParties): readonly string[] {
  return assigneeId ? [assigneeId] : moderators;
}

const NOTICES: Record<string, (parties: ReportParties, given: Payload) => EventNotice> = {
  "report.submitted": (parties, { isHeld }) => ({
    // A person with an account saw the confirmation page; a guest gets a mail with the link to follow the report.
    reporter: parties.guest ? "report-received" : null,
    staff: { kind: isHeld ? "report-to-review" : "report-submitted", people: responsiblePeople(parties) },
  }),
  "report.assigned": ({ assigneeId }) => ({ reporter: null, staff: { kind: "report-assigned", people: [assigneeId] } }),
  "report.status-changed": (_parties, { to, message }) => ({ reporter: outcomeOf(to), staff: null, said: message }),
  "report.commented": (parties, { isReporter, isHeld, said }) => ({
    reporter: isReporter ? null : "report-commented",
    staff: { kind: isHeld ? "report-to-review" : "report-commented", people: responsiblePeople(parties) },
    said,
  }),
  // A refused report is closed: that event notifies its reporter.
  "report.reviewed": (_parties, { decision, isComment, said }) => ({
    reporter: reviewNotice(decision, isComment),
    staff: null,
    said,
  }),
  "report.merged": () => ({ reporter: "report-merged", staff: null }),
  "report.reminded": (parties) => ({ reporter: null, staff: { kind: "report-reminded", people: responsiblePeople(parties) } }),
};

function reviewNotice(decision: string, isComment: boolean): NoticeKind | null {
  if (decision !== "refuse") return isComment ? null : "report-published";
  return isComment ? "report-message-refused" : null;
}

function outcomeOf(to: Payload["to"]): NoticeKind {
  if (to === undefined || openStatuses.includes(to)) return "report-progressed";
  return to === "valid" || to === "valid0" ? "report-accepted" : "report-declined";
}

export const reportsRecipe: Recipe = {
  topics: Object.keys(NOTICES),
  async notices(sql, { topic, communityId, payload: text }, core) {
    const given = payload.parse(text);
    const parties = await reportPartiesOf(core, sql, given.reportId, given.actorId);
    const eventNotice = parties && NOTICES[topic]?.(parties, given);
    if (!parties || !eventNotice || !communityId) return [];
    const { number, title, actorName: actor, guest, authorId, portalId } = parties;
    const said = eventNotice.said?.slice(0, 1000);
    const params = { title, number, actor, ...(said ? { said } : {}) };
    const base = { communityId, actorId: given.actorId, subject: { type: "report", id: given.reportId }, portalId } as const;
    const notices: NewNotice[] = [];
    if (eventNotice.reporter) {
      const kind = eventNotice.reporter;
      // The reporter does not see the moderator's name: the community answers.
      const own = { ...params, actor: null };
      notices.push({ ...base, kind, needs: null, params: own, people: [authorId] });
      if (guest) notices.push({ ...base, kind, needs: null, params: { ...own, follow: guest.follow }, people: [], guests: [guest] });
    }
    if (eventNotice.staff) {
      const people = eventNotice.staff.people.filter((person) => person !== authorId);
      notices.push({ ...base, kind: eventNotice.staff.kind, needs: "moderator", params, people });
    }
    return notices;
  },
};
