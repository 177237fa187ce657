export interface OutgoingMail {
  to: string;
  subject: string;
  html: string;
  text: string;
}

/** Sends mail by SMTP if configured; else stores it for the mailbox page. */
export interface Mailer {
  send(mail: OutgoingMail): Promise<void>;
}
