export interface OutgoingMail {
  to: string;
  subject: string;
  html: string;
  text: string;
}

/** Sends mail: SMTP when configured, else kept for the dev mailbox page. */
export interface Mailer {
  send(mail: OutgoingMail): Promise<void>;
}
