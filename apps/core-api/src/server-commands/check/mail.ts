import { createTransport } from "nodemailer";
import type { Env } from "../../env.ts";
import { type CheckLine, linesOf, reasonOf } from "./line.ts";

const REPAIRS: Readonly<Record<string, string>> = {
  EDNS: "correct the host of SMTP_URL",
  ECONNECTION: "correct host and port of SMTP_URL, and check that this machine may connect there",
  ESOCKET: "correct host and port of SMTP_URL: smtps:// (usually 465) begins with TLS, smtp:// (usually 587) switches to it",
  ETIMEDOUT: "correct host and port of SMTP_URL, and check the firewalls",
  ETLS: "the server offers no TLS that this machine accepts: correct its certificate, or the host name of SMTP_URL",
  EAUTH: "correct the user and password of SMTP_URL; write their special characters as %40 and so on",
};

/** Connects, greets and signs in to the mail server as for a mail, and sends nothing. */
export async function checkMail(env: Pick<Env, "SMTP_URL" | "MAIL_FROM">, seconds = 8): Promise<CheckLine[]> {
  const { ok, warning, error } = linesOf("mail");
  if (!env.SMTP_URL)
    return [
      warning(
        "no mail is sent: SMTP_URL is not set, and everyone who reaches /mailbox of core-api reads the mails there",
        "set SMTP_URL and MAIL_FROM: without mail nobody can confirm an address or reset a password",
      ),
    ];
  const { hostname, port } = new URL(env.SMTP_URL);
  const server = port ? `${hostname}:${port}` : hostname;
  const limit = seconds * 1000;
  // The settings of a transport are options beside its URL.
  const transport = createTransport({
    url: env.SMTP_URL,
    connectionTimeout: limit,
    greetingTimeout: limit,
    socketTimeout: limit,
    dnsTimeout: limit,
  });
  const lines: CheckLine[] = [];
  if (env.MAIL_FROM.includes("archipel.localhost"))
    lines.push(warning(`mails come from ${env.MAIL_FROM}, which no server accepts`, "set MAIL_FROM to an address of your domain"));
  try {
    await transport.verify();
    lines.push(ok(`${server} accepts us; no mail was sent`));
  } catch (fault) {
    const code = fault instanceof Error && "code" in fault ? String(fault.code) : "";
    lines.push(error(`${server} does not take mail: ${reasonOf(fault)}`, REPAIRS[code] ?? "correct SMTP_URL"));
  } finally {
    transport.close();
  }
  return lines;
}
