import type { NoticeSubject } from "@archipel/contracts/notifications.ts";
import type { Tx } from "@archipel/database/database.ts";

/** Marks all notices of a subject as read and not to be mailed, when nothing is left to do: the others see that it is settled. */
export async function closeNotices(tx: Tx, subjectType: NoticeSubject, subjectId: string): Promise<void> {
  await tx.notice.updateMany({ where: { subjectType, subjectId, readAt: null }, data: { readAt: new Date(), mailDueAt: null } });
}
