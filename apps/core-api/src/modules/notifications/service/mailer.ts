import type { Database } from "@archipel/database/database.ts";
import { createTransport } from "nodemailer";
import type { Env } from "../../../env.ts";
import type { Mailer } from "../../../kernel/mailer.ts";
import { keepMail } from "../queries/notices.ts";

/** SMTP if the operator configured a server; else mail is stored and shown on the mailbox page. */
export function createMailer(env: Pick<Env, "SMTP_URL" | "MAIL_FROM">, database: Database): Mailer {
  if (!env.SMTP_URL) return { send: (mail) => database.withSystem((tx) => keepMail(tx, mail)) };
  const transport = createTransport(env.SMTP_URL, { from: env.MAIL_FROM });
  return {
    async send({ to, subject, html, text, unsubscribe }) {
      const headers = unsubscribe && { "List-Unsubscribe": `<${unsubscribe}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" };
      await transport.sendMail({ to, subject, html, text, ...(headers && { headers }) });
    },
  };
}
