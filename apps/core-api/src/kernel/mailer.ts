export interface OutgoingMail {
  to: string;
  subject: string;
  html: string;
  text: string;
  /** An address where one POST without sign-in stops mails of this kind (RFC 8058). */
  unsubscribe?: string | undefined;
}

/** Sends mail by SMTP if configured; else stores it for the mailbox page. */
export interface Mailer {
  send(mail: OutgoingMail): Promise<void>;
}
