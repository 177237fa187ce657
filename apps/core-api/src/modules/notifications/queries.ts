import type { Tx } from "@archipel/database/database.ts";
import type { OutgoingMail } from "../../kernel/mailer.ts";

export async function keepMail(tx: Tx, { to, subject, html, text }: OutgoingMail): Promise<void> {
  await tx.mail.createMany({ data: [{ recipient: to, subject, html, text }] });
}

export function recentMails(tx: Tx, limit: number) {
  return tx.mail.findMany({
    select: { id: true, recipient: true, subject: true, createdAt: true },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit,
  });
}

export function findMail(tx: Tx, id: string) {
  return tx.mail.findUnique({ where: { id } });
}
